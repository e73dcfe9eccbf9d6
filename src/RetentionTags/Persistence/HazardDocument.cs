using RetentionTags.Lifetime;
using RetentionTags.Models.Linear;

namespace RetentionTags.Persistence;

/// <summary>A hazard in whole periods as it is saved: its regression, and what the regression's columns mean.</summary>
internal sealed record HazardDocument(DiscreteHazard Recipe, LogisticDocument Regression, int[] Periods, string[] Covariates, int PersonPeriodCount)
{
    public static HazardDocument Of(DiscreteHazardModel model) => new(
        model.Recipe,
        LogisticDocument.Of(model.Regression),
        model.Periods.ToArray(),
        model.Covariates.ToArray(),
        model.PersonPeriodCount);

    public DiscreteHazardModel ToModel()
    {
        LogisticModel regression = Regression.ToModel();
        var code = new PeriodCode(Recipe.PeriodEffect, Recipe.Periods.PeriodColumn, CheckedPeriods());
        string[] expected = [.. code.Names, .. Covariates.Where(name => name != Recipe.Regression.OffsetColumn)], found = [.. regression.Coefficients.Select(each => each.Name)];
        if (!expected.SequenceEqual(found))
            throw new ArgumentException($"the regression has coefficients for '{string.Join("', '", found)}', and periods and covariates are '{string.Join("', '", expected)}'");
        return new(Recipe, regression, code, Covariates) { PersonPeriodCount = PersonPeriodCount };
    }

    private int[] CheckedPeriods()
    {
        for (int i = 0; i < Periods.Length; i++)
        {
            if (Periods[i] <= (i == 0 ? 0 : Periods[i - 1]))
                throw new ArgumentException(Invariant($"the periods do not ascend from 1: {Periods[i]} is at place {i}"));
        }

        return Periods.Length > 0 ? Periods : throw new ArgumentException("there are no periods");
    }
}
