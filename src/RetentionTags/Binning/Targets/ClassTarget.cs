using MathNet.Numerics.Distributions;
using RetentionTags.Numerics;

namespace RetentionTags.Binning.Targets;

/// <summary>One of several classes as target; a row's stratum is its class.</summary>
internal sealed class ClassTarget : Target<ClassSums>
{
    private readonly ClassBinning _recipe;
    private readonly int _referenceClass;
    private readonly double[] _critical;

    public ClassTarget(ClassBinning recipe, TargetRows rows, IReadOnlyList<string> classes)
        : base(recipe, rows)
    {
        _recipe = recipe;
        Classes = classes;
        foreach (double weight in rows.Weights)
            TotalWeight += weight;
        _referenceClass = recipe.TrendClass is string name ? classes.Index().First(each => each.Item == name).Index : rows.Weights.AsSpan().IndexOf(rows.Weights.Max());
        _critical = [0, .. Enumerable.Range(1, classes.Count - 1).Select(freedom => recipe.MaxPValue == 1 ? 0 : ChiSquared.InvCDF(freedom, 1 - recipe.MaxPValue) * (1 - 1e-12))];
    }

    public IReadOnlyList<string> Classes { get; }

    public double TotalWeight { get; }

    /// <summary>The weight of each class over all rows.</summary>
    public double[] Totals => Rows.Weights;

    public override ClassSums Nothing => new(new double[Classes.Count]);

    public override Trend Trend => _recipe.TrendClass is null ? Trend.None : _recipe.Trend;

    public override string Needs => _recipe.Objective == ClassObjective.InformationValue ? "a row of each class" : "";

    public override string NeedsRemedy => Needs.Length > 0 ? $"Objective = {nameof(ClassObjective.JensenShannon)}" : "";

    public override ClassSums Sum(ReadOnlySpan<int> strata, ReadOnlySpan<double> weights)
    {
        var counts = new double[Classes.Count];
        for (int i = 0; i < strata.Length; i++)
            counts[strata[i]] += weights[i];
        return new(counts);
    }

    public override double SizeOf(int stratum, double weight) => weight;

    public override double Size(ClassSums sums) => Weight(sums);

    public override double Weight(ClassSums sums)
    {
        double weight = 0;
        for (int k = 0; k < Classes.Count; k++)
            weight += sums[k];
        return weight;
    }

    public override ClassSums Together(ClassSums a, ClassSums b)
    {
        var counts = new double[Classes.Count];
        for (int k = 0; k < counts.Length; k++)
            counts[k] = a[k] + b[k];
        return new(counts);
    }

    public override Intervals<ClassSums> IntervalsOf(ClassSums[] prebins) => new ClassIntervals(prebins, Classes.Count);

    public override bool MayBeBin(ClassSums sums)
    {
        if (_recipe.Objective == ClassObjective.JensenShannon)
            return Weight(sums) > 0;
        for (int k = 0; k < Classes.Count; k++)
        {
            if (!(sums[k] > 0))
                return false;
        }

        return true;
    }

    /// <summary>The mean over the classes of their information values, or the divergence.</summary>
    public override double Value(ClassSums sums) =>
        _recipe.Objective == ClassObjective.JensenShannon ? JensenShannon(sums) : InformationValue(sums) / Classes.Count;

    public override double ToObjective(double value) => _recipe.Objective == ClassObjective.JensenShannon ? value : value * Classes.Count;

    public override double Level(ClassSums sums) => sums[_referenceClass] / Weight(sums);

    public override bool Differ(ClassSums left, ClassSums right)
    {
        double weight1 = Weight(left), weight2 = Weight(right);
        if (Recipe.MinDifference > 0)
        {
            bool any = false;
            for (int k = 0; k < Classes.Count && !any; k++)
                any = IsAtLeast(Recipe.MinDifference, left[k] / weight1, right[k] / weight2);
            if (!any)
                return false;
        }

        if (Recipe.MaxPValue == 1)
            return true;
        (double chiSquared, int freedom) = ChiSquare(left, right);
        return freedom > 0 && chiSquared >= _critical[freedom];
    }

    public override NeighbourTest Test(ClassSums left, ClassSums right)
    {
        (double chiSquared, int freedom) = ChiSquare(left, right);
        return new(chiSquared, freedom, Tails.ChiSquare(chiSquared, freedom));
    }

    public override double Bic(ClassSums[] bins, bool turns)
    {
        double weight = 0, logLikelihood = 0;
        foreach (ClassSums bin in bins)
        {
            double count = Weight(bin);
            weight += count;
            for (int k = 0; k < Classes.Count; k++)
                logLikelihood += bin[k] > 0 ? bin[k] * Math.Log(bin[k] / count) : 0;
        }

        return (-2 * logLikelihood) + (((bins.Length * (Classes.Count - 1)) + (turns ? 1 : 0)) * Math.Log(weight));
    }

    public override string? WhyOneBin(ClassSums all)
    {
        if (MayBeBin(all))
            return null;
        string missing = Classes.Index().First(each => !(all[each.Index] > 0)).Item;
        return $"no row in which it is not missing is of the class '{missing}', and with the objective InformationValue a bin holds every class, so it has one bin. {NeedsRemedy} divides it all the same.";
    }

    /// <summary>The sum over the classes of the bin's part in the information value of the class against all others. Zero cells are filled as <see cref="BinCounts"/> does.</summary>
    public double InformationValue(ClassSums sums)
    {
        double weight = Weight(sums), value = 0;
        for (int k = 0; k < Classes.Count; k++)
            value += new BinCounts(sums[k], Math.Max(0, weight - sums[k]), Totals[k], TotalWeight - Totals[k]).InformationValue;
        return value;
    }

    /// <summary>(1/K) Σ pₖ ln(pₖ/m) with the share pₖ of class k that is in the bin, and the mean m of these shares.</summary>
    public double JensenShannon(ClassSums sums)
    {
        double mean = 0, value = 0;
        for (int k = 0; k < Classes.Count; k++)
            mean += sums[k] / Totals[k] / Classes.Count;
        for (int k = 0; k < Classes.Count; k++)
        {
            double share = sums[k] / Totals[k];
            value += share > 0 ? share * Math.Log(share / mean) : 0;
        }

        return Math.Max(0, value / Classes.Count);
    }

    /// <summary>Pearson's statistic of the 2 × K table without continuity correction, over the classes that either bin has.</summary>
    private (double Statistic, int Freedom) ChiSquare(ClassSums left, ClassSums right)
    {
        double weight1 = Weight(left), weight2 = Weight(right), statistic = 0;
        int freedom = -1;
        for (int k = 0; k < Classes.Count; k++)
        {
            double count1 = left[k], count2 = right[k];
            if (!(count1 + count2 > 0))
                continue;
            double difference = (count1 * weight2) - (count2 * weight1);
            statistic += difference * difference / (weight1 * weight2 * (count1 + count2));
            freedom++;
        }

        return (statistic, freedom);
    }
}
