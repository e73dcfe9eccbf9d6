namespace RetentionTags.Binning.Solvers;

/// <summary>What a bin adds to the objective, by the formulas of <see cref="BinningObjective"/>; both of its counts are above 0.</summary>
internal sealed class ObjectiveFunction
{
    private readonly BinningObjective _objective;
    private readonly IntervalCounts _counts;
    private readonly double _sign;
    private readonly double _events;
    private readonly double _nonEvents;

    /// <param name="objective">Which.</param>
    /// <param name="counts">All pre-bins.</param>
    /// <param name="giniFalls">Whether lower values are to have the higher event rates.</param>
    /// <param name="missing">The missing rows when one of the bins takes them; nothing otherwise.</param>
    public ObjectiveFunction(BinningObjective objective, IntervalCounts counts, bool giniFalls, BinCounts missing)
    {
        (_objective, _counts, _sign) = (objective, counts, giniFalls ? -1 : 1);
        BinCounts regular = counts[0, counts.Size];
        (_events, _nonEvents) = (regular.Events + missing.Events, regular.NonEvents + missing.NonEvents);
    }

    public double ValueOf(BinCounts bin, int start)
    {
        switch (_objective)
        {
            case BinningObjective.InformationValue:
                return bin.InformationValue;
            case BinningObjective.JensenShannon:
                return bin.JensenShannon;
            case BinningObjective.Hellinger:
                return bin.Hellinger;
            case BinningObjective.Triangular:
                return bin.Triangular;
            case BinningObjective.ChiSquare:
                double total = bin.TotalEvents + bin.TotalNonEvents, rate = bin.TotalEvents / total;
                return bin.Count / total * (bin.EventRate - rate) * (bin.EventRate - rate) / (rate * (1 - rate));
            default:
                // 2·AUC − 1 = Σ eᵢ (2 N(below i) + nᵢ) / (E N) − Σ eᵢ / E, over the regular bins.
                double below = _counts[0, start].NonEvents;
                return _sign * ((bin.Events * ((2 * below) + bin.NonEvents) / (_events * _nonEvents)) - (bin.Events / _events));
        }
    }
}
