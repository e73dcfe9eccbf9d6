namespace RetentionTags.Binning.Targets;

/// <summary>Classes in intervals of pre-bins, as running sums. Beside the weights runs the number of pre-bins that have the class at all, so that 0 stays 0 when fractional weights round.</summary>
internal sealed class ClassIntervals : Intervals<ClassSums>
{
    private readonly int _classCount;
    private readonly double[] _weights;
    private readonly int[] _present;

    public ClassIntervals(ClassSums[] prebins, int classCount)
        : base(prebins.Length)
    {
        _classCount = classCount;
        _weights = new double[(prebins.Length + 1) * classCount];
        _present = new int[_weights.Length];
        for (int i = classCount; i < _weights.Length; i++)
        {
            double weight = prebins[(i / classCount) - 1][i % classCount];
            _weights[i] = _weights[i - classCount] + weight;
            _present[i] = _present[i - classCount] + (weight > 0 ? 1 : 0);
        }
    }

    public override ClassSums this[int start, int end] => new(null, this, start, end);

    public double Weight(int k, int start, int end)
    {
        int from = (start * _classCount) + k, to = (end * _classCount) + k;
        return _present[to] == _present[from] ? 0 : _weights[to] - _weights[from];
    }
}
