namespace RetentionTags.Binning.Targets;

/// <summary>What is known of the targets of some rows, in the unit and about the origin of a <see cref="MeanTarget"/>: their weight, their weighted sum, and the sum of squares about their own mean.</summary>
internal readonly record struct MeanSums(double Weight, double Sum, double Squares)
{
    /// <summary>Above 1 by more than fractional weights round when they are added up: 50 times 0.02 is one row.</summary>
    private const double MoreThanOne = 1 + 1e-9;

    public double Mean => Sum / Weight;

    /// <summary>The variance of the targets, without bias; NaN for one row or less.</summary>
    public double Variance => Weight > MoreThanOne ? Squares / (Weight - 1) : double.NaN;

    /// <summary>The squares of two sets are those within each and those between their means (Chan, Golub and LeVeque).</summary>
    public static MeanSums Together(MeanSums a, MeanSums b)
    {
        if (a.Weight == 0 || b.Weight == 0)
            return a.Weight == 0 ? b : a;
        double weight = a.Weight + b.Weight, apart = b.Mean - a.Mean;
        return new(weight, a.Sum + b.Sum, a.Squares + b.Squares + (apart * apart * (a.Weight / weight) * b.Weight));
    }
}
