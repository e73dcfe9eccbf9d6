using RetentionTags.Evaluation;
using RetentionTags.Numerics;
using RetentionTags.Rendering;

namespace RetentionTags.Lifetime;

/// <summary>The share of rows without an event as a function of time, by Kaplan and Meier; and the cumulative hazard by Nelson and Aalen. Neither assumes a form.</summary>
/// <remarks>
/// With d events and n at risk at each time, S(t) = Π (1 − d/n) and H(t) = Σ d/n over all times up to and including t. Var S(t) = S(t)² V(t) with Greenwood's V(t) = Σ d/(n (n − d)); Var H(t) = Σ d/n². Rows censored at a time are still at risk at it.
/// Beyond the last time nobody was watched: there S is 0 if the curve has come to it, and otherwise not known, which is NaN. Delayed entry (<see cref="SurvivalData.Entries"/>) changes who is at risk; where few have entered, a single event moves the curve far.
/// Sources: Kaplan and Meier (1958), JASA 53, p. 457–481; Kalbfleisch and Prentice (2002), The Statistical Analysis of Failure Time Data, section 1.4.
/// </remarks>
public sealed class SurvivalCurve
{
    /// <summary>Shares that rounding alone may keep apart.</summary>
    private const double Rounding = 1e-12;

    private readonly double[] _times;
    private readonly SurvivalStep[] _steps;
    private readonly double[] _greenwood;
    private readonly double[] _aalen;

    private SurvivalCurve(SurvivalData data)
    {
        _steps = new SurvivalStep[data.Times.Count];
        _times = new double[_steps.Length];
        _greenwood = new double[_steps.Length];
        _aalen = new double[_steps.Length];
        double survival = 1, hazard = 0, greenwood = 0, aalen = 0;
        for (int i = 0; i < _steps.Length; i++)
        {
            (double time, double n, double d, double censored) = data.Times[i];
            survival *= (n - d) / n;
            hazard += d / n;
            greenwood += d == 0 ? 0 : d / n / (n - d);
            aalen += d / n / n;
            _steps[i] = new(time, n, d, censored, survival, hazard);
            (_times[i], _greenwood[i], _aalen[i]) = (time, greenwood, aalen);
        }

        TotalWeight = data.TotalWeight;
        EventWeight = data.EventWeight;
    }

    /// <summary>The curve at every different duration, ascending.</summary>
    public IReadOnlyList<SurvivalStep> Steps => _steps;

    /// <summary>The weight of all rows.</summary>
    public double TotalWeight { get; }

    /// <summary>The weight of all events.</summary>
    public double EventWeight { get; }

    /// <summary>The longest duration: how far the curve is known.</summary>
    public double LastTime => _times[^1];

    /// <summary>The time at which half of the rows have had their event, see <see cref="Quantile"/>.</summary>
    public double Median => Quantile(0.5);

    /// <summary>Computes the curve.</summary>
    /// <param name="data">Durations and events.</param>
    /// <returns>The curve.</returns>
    public static SurvivalCurve Of(SurvivalData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new(data);
    }

    /// <summary>S(t), the share without an event up to and including a time.</summary>
    /// <param name="time">At least 0.</param>
    /// <returns>0–1; NaN beyond <see cref="LastTime"/> when the curve has not come to 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or NaN.</exception>
    public double Survival(double time) => At(time, step => step.Survival, 1);

    /// <summary>√Var S(t) by Greenwood.</summary>
    /// <param name="time">At least 0.</param>
    /// <returns>At least 0; NaN where S is not known, or has come to 0, where no row is left to tell.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or NaN.</exception>
    public double StandardError(double time) => Survival(time) is > 0 and double survival ? survival * Math.Sqrt(Greenwood(time)) : double.NaN;

    /// <summary>The log-log interval of S(t), S ^ exp(± z √V / ln S), which stays within 0–1. Source: Kalbfleisch and Prentice (2002), p. 18.</summary>
    /// <param name="time">At least 0.</param>
    /// <param name="level">Coverage, above 0 and below 1, at this one time.</param>
    /// <returns>The interval; NaN at both ends where S is 1 or 0, for which it is not defined, or not known.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or NaN, or the level is not between 0 and 1.</exception>
    public ConfidenceInterval Interval(double time, double level = 0.95) => LogLog(Survival(time), Greenwood(time), level);

    /// <summary>H(t), the sum of hazards up to and including a time.</summary>
    /// <param name="time">At least 0.</param>
    /// <returns>At least 0; NaN beyond <see cref="LastTime"/> when S has not come to 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or NaN.</exception>
    public double CumulativeHazard(double time) => At(time, step => step.CumulativeHazard, 0);

    /// <summary>The interval of H(t), H exp(± z √(Σ d/n²) / H), which stays above 0.</summary>
    /// <param name="time">At least 0.</param>
    /// <param name="level">Coverage, above 0 and below 1, at this one time.</param>
    /// <returns>The interval; NaN at both ends where H is 0 or not known.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or NaN, or the level is not between 0 and 1.</exception>
    public ConfidenceInterval HazardInterval(double time, double level = 0.95)
    {
        double hazard = CumulativeHazard(time), error = hazard > 0 ? Math.Sqrt(_aalen[PlaceOf(time)]) / hazard : double.NaN;
        ConfidenceInterval log = ConfidenceInterval.Around(Math.Log(hazard), error, level);
        return log with { Lower = Math.Exp(log.Lower), Upper = Math.Exp(log.Upper) };
    }

    /// <summary>1 − S(t + h)/S(t): the probability of the event within h for a row that has lasted to t without one.</summary>
    /// <param name="time">t, at least 0.</param>
    /// <param name="horizon">h, at least 0.</param>
    /// <returns>0–1; NaN when t + h is beyond <see cref="LastTime"/> and S has not come to 0, or when nobody has lasted to t.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative or NaN.</exception>
    public double EventProbability(double time, double horizon)
    {
        (double stayed, _) = Conditional(time, horizon);
        return 1 - stayed;
    }

    /// <summary>The log-log interval of <see cref="EventProbability"/>, from Greenwood's sum between t and t + h.</summary>
    /// <param name="time">t, at least 0.</param>
    /// <param name="horizon">h, at least 0.</param>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <returns>The interval; NaN at both ends where the probability is 0, 1 or not known.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public ConfidenceInterval EventInterval(double time, double horizon, double level = 0.95)
    {
        (double stayed, double variance) = Conditional(time, horizon);
        ConfidenceInterval interval = LogLog(stayed, variance, level);
        return interval with { Lower = 1 - interval.Upper, Upper = 1 - interval.Lower };
    }

    /// <summary>The first time at which a share of the rows has had the event: S(t) ≤ 1 − share (to within 10⁻¹²).</summary>
    /// <param name="share">Above 0 and below 1; 0.5 for the median.</param>
    /// <returns>A time; NaN when the curve does not come down so far, which is usual where most customers stay.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    public double Quantile(double share)
    {
        CheckShare(share);
        int place = Array.FindIndex(_steps, step => step.Survival <= 1 - share + Rounding);
        return place < 0 ? double.NaN : _times[place];
    }

    /// <summary>The interval of a quantile: the times at which the log-log interval of S holds 1 − share. Source: Brookmeyer and Crowley (1982), Biometrics 38, p. 29–41.</summary>
    /// <param name="share">Above 0 and below 1; 0.5 for the median.</param>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <returns>From the first time at which the lower end of the interval of S is at most 1 − share, to the first at which the upper end is. An end that is not reached is infinite; where the curve comes to 0 both ends of S are 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share or the level is not between 0 and 1.</exception>
    public ConfidenceInterval QuantileInterval(double share, double level = 0.95)
    {
        CheckShare(share);
        ConfidenceInterval.CheckLevel(level);
        double lower = double.PositiveInfinity, upper = double.PositiveInfinity;
        for (int i = _steps.Length - 1; i >= 0; i--)
        {
            double survival = _steps[i].Survival;
            ConfidenceInterval interval = survival == 0 ? new(0, 0, level) : LogLog(survival, _greenwood[i], level);
            lower = interval.Lower <= 1 - share + Rounding ? _times[i] : lower;
            upper = interval.Upper <= 1 - share + Rounding ? _times[i] : upper;
        }

        return new(lower, upper, level);
    }

    /// <summary>The area under the curve from 0 to a time: how long a row lasts on average, of that time.</summary>
    /// <param name="until">Above 0, and at most <see cref="LastTime"/> unless the curve has come to 0.</param>
    /// <returns>The mean and its standard error.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside its range.</exception>
    public MeanSurvivalTime RestrictedMean(double until)
    {
        if (!(until > 0) || !double.IsFinite(until) || (until > LastTime && _steps[^1].Survival > 0))
            throw new ArgumentOutOfRangeException(nameof(until), until, Invariant($"The time is above 0 and at most {LastTime}, how far anybody was watched."));
        double area = 0, variance = 0, end = until;
        for (int i = _steps.Length - 1; i >= 0; i--)
        {
            if (_times[i] >= until)
                continue;
            SurvivalStep step = _steps[i];
            area += step.Survival * (end - step.Time);
            end = step.Time;
            variance += area == 0 || step.Events == 0 ? 0 : area * area * step.Events / step.AtRisk / (step.AtRisk - step.Events);
        }

        return new(until, area + end, Math.Sqrt(variance));
    }

    /// <summary>The curve as a table.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>One line for each time at which an event happened, with 95 % intervals; a dash where something is not defined.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("Time", "At risk", "Events", "Survival", "Standard error", "95 % from", "to", "Cumulative hazard");
        foreach (SurvivalStep step in _steps.Where(step => step.Events > 0))
        {
            ConfidenceInterval interval = Interval(step.Time);
            table.Add(
                TableCell.Significant(step.Time),
                TableCell.Weight(step.AtRisk),
                TableCell.Weight(step.Events),
                TableCell.Number(step.Survival, 6),
                TableCell.Number(StandardError(step.Time), 6),
                TableCell.Number(interval.Lower, 6),
                TableCell.Number(interval.Upper, 6),
                TableCell.Number(step.CumulativeHazard, 6));
        }

        return table.Render(format);
    }

    private static void CheckShare(double share)
    {
        if (!(share > 0 && share < 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share lies between 0 and 1; 0.5 is the median.");
    }

    private static ConfidenceInterval LogLog(double survival, double variance, double level)
    {
        ConfidenceInterval.CheckLevel(level);
        if (!(survival > 0 && survival < 1))
            return new(double.NaN, double.NaN, level);
        double half = Tails.Quantile(level) * Math.Sqrt(variance) / Math.Log(survival);
        return new(Math.Pow(survival, Math.Exp(-half)), Math.Pow(survival, Math.Exp(half)), level);
    }

    /// <summary>S(t + h)/S(t) as a product over the times between, and Greenwood's sum over them.</summary>
    private (double Stayed, double Variance) Conditional(double time, double horizon)
    {
        double before = Survival(time), after = Survival(time + horizon);
        if (!(horizon >= 0))
            throw new ArgumentOutOfRangeException(nameof(horizon), horizon, "The horizon is at least 0.");
        if (!(before > 0) || double.IsNaN(after))
            return (double.NaN, double.NaN);
        double stayed = 1, variance = 0;
        for (int i = PlaceOf(time) + 1; i <= PlaceOf(time + horizon); i++)
        {
            (double n, double d) = (_steps[i].AtRisk, _steps[i].Events);
            stayed *= (n - d) / n;
            variance += d == 0 ? 0 : d / n / (n - d);
        }

        return (stayed, variance);
    }

    private double Greenwood(double time) => PlaceOf(time) is int place and >= 0 ? _greenwood[place] : 0;

    private double At(double time, Func<SurvivalStep, double> valueOf, double atStart)
    {
        if (!(time >= 0))
            throw new ArgumentOutOfRangeException(nameof(time), time, "The time is at least 0.");
        if (time > LastTime && _steps[^1].Survival > 0)
            return double.NaN;
        return PlaceOf(time) is int place and >= 0 ? valueOf(_steps[place]) : atStart;
    }

    /// <summary>The last step at or before a time, -1 before the first.</summary>
    private int PlaceOf(double time) => _times.AsSpan().BinarySearch(time) is int found && found >= 0 ? found : ~found - 1;
}
