namespace RetentionTags.Lifetime;

/// <summary>
/// How many customers began each contract period and how many of them did not renew at its end, over one cohort or several of different ages: all that <see cref="ShiftedBetaGeometric"/> and <see cref="BetaDiscreteWeibull"/> need to know.
/// </summary>
/// <remarks>
/// Period t = 1, 2, … leads from renewal t − 1 to renewal t; a customer who never renews is lost in period 1. The likelihood of a customer who was lost or is still there is a product over periods, so cohorts of different ages add up period by period, whatever their calendar dates. Counts may be any weights: thousands, or per cent.
/// A <see cref="RetentionMatrix"/> is no source of such counts: its customers come and go, and were never lost.
/// </remarks>
public sealed class CohortCounts
{
    private readonly double[] _atRisk;
    private readonly double[] _lost;

    private CohortCounts(double[] atRisk, double[] lost, double customers)
    {
        _atRisk = atRisk;
        _lost = lost;
        Customers = customers;
    }

    /// <summary>The last period that anybody was watched through.</summary>
    public int LastPeriod => _atRisk.Length;

    /// <summary>The weight of all customers, each counted once.</summary>
    public double Customers { get; }

    /// <summary>For each period, the first at place 0, the weight of those who were customers during it and whose renewal at its end is known.</summary>
    public ReadOnlySpan<double> AtRisk => _atRisk;

    /// <summary>For each period, the first at place 0, the weight of those who did not renew at its end.</summary>
    public ReadOnlySpan<double> Lost => _lost;

    /// <summary>One cohort, as retention tables print it: the number of customers at its start, and how many of them are left after each period.</summary>
    /// <param name="survivors">At least two numbers, finite, at least 0, and none above the one before: 1000, 869, 743 …</param>
    /// <param name="firstRenewal">Where the numbers begin: 0 when the first is that of the new customers, 3 when the cohort is known only from its third renewal on (the customers lost before are then no part of the likelihood).</param>
    /// <returns>The counts.</returns>
    /// <exception cref="ArgumentException">There are fewer than two numbers, one is negative or not finite or above the one before, or the first is 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="firstRenewal"/> is below 0 or above 10,000.</exception>
    public static CohortCounts FromSurvivors(ReadOnlySpan<double> survivors, int firstRenewal = 0)
    {
        if (firstRenewal is < 0 or > SurvivalData.MaxPeriods)
            throw new ArgumentOutOfRangeException(nameof(firstRenewal), firstRenewal, "The first number belongs to a renewal from 0 (the new customers) to 10,000.");
        if (survivors.Length < 2)
            throw new ArgumentException($"There are {survivors.Length} numbers of survivors. A cohort has at least two: its size, and how many are left after one period.", nameof(survivors));
        if (survivors.Length + firstRenewal > SurvivalData.MaxPeriods)
            throw new ArgumentException($"There are {survivors.Length:N0} numbers of survivors; at most {SurvivalData.MaxPeriods:N0} periods are taken. Count longer ones: weeks or months instead of days.", nameof(survivors));
        double[] atRisk = new double[firstRenewal + survivors.Length - 1], lost = new double[atRisk.Length];
        for (int place = 0; place < survivors.Length; place++)
        {
            double here = survivors[place];
            if (!(here >= 0) || !double.IsFinite(here) || (place == 0 && here == 0))
                throw new ArgumentException(Invariant($"Place {place} of the survivors is {here}. They are finite and at least 0, the first of them above 0."), nameof(survivors));
            if (place == 0)
                continue;
            double before = survivors[place - 1];
            if (here > before)
                throw new ArgumentException(Invariant($"Place {place} of the survivors is {here}, more than the {before} before it. Give those of the cohort who are still customers (cumulative), not those who were active, and leave out who came back."), nameof(survivors));
            atRisk[firstRenewal + place - 1] = before;
            lost[firstRenewal + place - 1] = before - here;
        }

        return new(atRisk, lost, survivors[0]);
    }

    /// <summary>Cohorts together, of the same age or not.</summary>
    /// <param name="cohorts">At least one.</param>
    /// <returns>The counts, added period by period.</returns>
    /// <exception cref="ArgumentException">There is no cohort.</exception>
    public static CohortCounts Combine(params ReadOnlySpan<CohortCounts> cohorts)
    {
        if (cohorts.IsEmpty)
            throw new ArgumentException("There is no cohort to combine.", nameof(cohorts));
        int periods = 0;
        foreach (CohortCounts cohort in cohorts)
        {
            ArgumentNullException.ThrowIfNull(cohort, nameof(cohorts));
            periods = Math.Max(periods, cohort.LastPeriod);
        }

        double[] atRisk = new double[periods], lost = new double[periods];
        double customers = 0;
        foreach (CohortCounts cohort in cohorts)
        {
            customers += cohort.Customers;
            for (int place = 0; place < cohort.LastPeriod; place++)
            {
                atRisk[place] += cohort._atRisk[place];
                lost[place] += cohort._lost[place];
            }
        }

        return new(atRisk, lost, customers);
    }

    /// <summary>Customers one by one: an event in period t is a customer lost at its end, a duration t without an event one who renewed t times and is still there.</summary>
    /// <param name="data">Durations in whole contract periods. A customer without an event at duration 0 has no renewal yet, adds nothing to any period, and is counted among <see cref="Customers"/> all the same.</param>
    /// <returns>The counts.</returns>
    /// <exception cref="ArgumentException">A duration or an entry is not a whole number, is above 10,000, or there is an event at duration 0; the message names the row. Or nobody was watched for a period.</exception>
    public static CohortCounts Of(SurvivalData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.RequireWholePeriods();
        int periods = (int)data.LastTime;
        if (periods == 0)
            throw new ArgumentException("All durations are 0: nobody was watched for a whole period.", nameof(data));
        double[] atRisk = new double[periods], lost = new double[periods];
        foreach (SurvivalTime time in data.Times)
        {
            if (time.Time > 0)
                lost[(int)time.Time - 1] = time.Events;
        }

        for (int period = 1; period <= periods; period++)
            atRisk[period - 1] = data.AtRiskAt(period);
        return new(atRisk, lost, data.TotalWeight);
    }
}
