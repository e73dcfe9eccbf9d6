using System.Globalization;
using RetentionTags.Rendering;

namespace RetentionTags.Lifetime;

/// <summary>Cohorts of customers and the share of each that is active in every period since its first purchase.</summary>
/// <remarks>Activity is not survival: a customer who skips a period may come back. For contracts, where who is lost is lost, see <see cref="CohortCounts"/>.</remarks>
public sealed class RetentionMatrix
{
    private readonly RetentionCohort[] _cohorts;

    internal RetentionMatrix(CohortRetention recipe, RetentionCohort[] cohorts, int entitiesWithoutPurchase)
    {
        Recipe = recipe;
        _cohorts = cohorts;
        EntitiesWithoutPurchase = entitiesWithoutPurchase;
    }

    /// <summary>The settings that made the matrix.</summary>
    public CohortRetention Recipe { get; }

    /// <summary>The cohorts that have customers, the oldest first.</summary>
    public IReadOnlyList<RetentionCohort> Cohorts => _cohorts;

    /// <summary>Entities of the log that are in no cohort, since they have refunds only, or events of other kinds.</summary>
    public int EntitiesWithoutPurchase { get; }

    /// <summary>The number of ages, that of the oldest cohort.</summary>
    public int AgeCount => _cohorts[0].Cells.Count;

    /// <summary>All cohorts of a complete age together.</summary>
    /// <param name="age">From 0 to less than <see cref="AgeCount"/>.</param>
    /// <returns>Customers and active ones of the cohorts whose cell is complete; not complete when there is none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The age is outside its range.</exception>
    public RetentionCell Pooled(int age)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(age);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(age, AgeCount);
        RetentionCell[] cells = [.. _cohorts.Where(cohort => age < cohort.Cells.Count && cohort.Cells[age].IsComplete).Select(cohort => cohort.Cells[age])];
        return new(age, cells.Sum(cell => cell.Customers), cells.Sum(cell => cell.Active), cells.Length > 0);
    }

    /// <summary>The rates as a table, ages from left to right.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>One line for each cohort, and one for all together. A cell that is not complete is a dash; one that has not begun is empty.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable(["Cohort", "Customers", .. Enumerable.Range(0, AgeCount).Select(age => age.ToString(CultureInfo.InvariantCulture))]);
        foreach (RetentionCohort cohort in _cohorts)
            table.Add([cohort.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), TableCell.Weight(cohort.Customers), .. Enumerable.Range(0, AgeCount).Select(age => age < cohort.Cells.Count ? TableCell.Percent(cohort.Cells[age].Rate) : "")]);
        table.Add(["all", TableCell.Weight(_cohorts.Sum(cohort => cohort.Customers)), .. Enumerable.Range(0, AgeCount).Select(age => TableCell.Percent(Pooled(age).Rate))]);
        return table.Render(format);
    }
}
