using RetentionTags.Data;
using RetentionTags.Models.Linear;

namespace RetentionTags.Lifetime;

/// <summary>The columns that stand for a period in the regression of a hazard.</summary>
internal sealed class PeriodCode
{
    private readonly PeriodEffect _effect;
    private readonly int[] _periods;
    private readonly string[] _names;

    /// <param name="effect">What the columns are.</param>
    /// <param name="column">What their names begin with.</param>
    /// <param name="periods">The periods seen, ascending; the first one is what others are compared with.</param>
    public PeriodCode(PeriodEffect effect, string column, int[] periods)
    {
        _effect = effect;
        _periods = periods;
        _names = effect switch
        {
            PeriodEffect.EachPeriod => [.. periods.Skip(1).Select(period => Invariant($"{column} {period}"))],
            PeriodEffect.Linear => [column],
            _ => ["ln " + column],
        };
    }

    public IReadOnlyList<string> Names => _names;

    public int LastPeriod => _periods[^1];

    public ReadOnlySpan<int> Periods => _periods;

    public Column[] ToColumns(int[] periods) => _effect switch
    {
        PeriodEffect.EachPeriod => [.. _names.Select((name, place) => Column.Numeric(name, Array.ConvertAll(periods, period => period == _periods[place + 1] ? 1.0 : 0.0)))],
        PeriodEffect.Linear => [Column.Numeric(_names[0], periods)],
        _ => [Column.Numeric(_names[0], Array.ConvertAll(periods, period => Math.Log(period)))],
    };

    /// <summary>What a period adds to the log-odds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Every period has its own coefficient, and this one was not seen.</exception>
    public double EffectOf(int period, LogisticModel regression)
    {
        if (_effect != PeriodEffect.EachPeriod)
            return regression.Coefficients[0].Value * (_effect == PeriodEffect.Linear ? period : Math.Log(period));
        int place = Array.BinarySearch(_periods, period);
        if (place < 0)
            throw new ArgumentOutOfRangeException(nameof(period), period, $"Nobody was watched in period {period}; the last one with a coefficient of its own is {LastPeriod}. Ask for less, or fit with PeriodEffect.Linear or Logarithmic, which extrapolate.");
        return place == 0 ? 0 : regression.Coefficients[place - 1].Value;
    }
}
