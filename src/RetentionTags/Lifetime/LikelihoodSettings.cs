namespace RetentionTags.Lifetime;

/// <summary>What the recipes of all models by maximum likelihood have in common.</summary>
internal readonly record struct LikelihoodSettings(int MaxIterations, double ConfidenceLevel)
{
    public const int DefaultIterations = 500;
    public const double DefaultLevel = 0.95;

    public static int CheckedIterations(int value) => value >= 1 ? value : throw Setting.OutOfRange(nameof(MaxIterations), value, "at least 1");

    public static double CheckedLevel(double value) => value is > 0 and < 1 ? value : throw Setting.OutOfRange(nameof(ConfidenceLevel), value, "above 0 and below 1");
}
