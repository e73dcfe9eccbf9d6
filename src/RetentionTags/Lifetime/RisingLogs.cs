namespace RetentionTags.Lifetime;

/// <summary>ln Γ(c + n) − ln Γ(c) and its derivative by c for n = 0 … most, as sums of ln(c + j) and 1/(c + j): exact where the difference of two log-gammas loses digits, and one logarithm for each n whatever the number of patterns.</summary>
internal readonly struct RisingLogs
{
    private readonly double[] _logs, _slopes;

    public RisingLogs(int most) => (_logs, _slopes) = (new double[most + 1], new double[most + 1]);

    /// <summary>Sets c.</summary>
    public void From(double c)
    {
        for (int n = 1; n < _logs.Length; n++)
        {
            _logs[n] = _logs[n - 1] + Math.Log(c + (n - 1));
            _slopes[n] = _slopes[n - 1] + (1 / (c + (n - 1)));
        }
    }

    /// <summary>ln Γ(c + n) − ln Γ(c) alone.</summary>
    public static double Sum(double c, int n)
    {
        double sum = 0;
        for (int j = 0; j < n; j++)
            sum += Math.Log(c + j);
        return sum;
    }

    public double Log(int n) => _logs[n];

    public double Slope(int n) => _slopes[n];
}
