using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>From the event rate that a fit saw to the one that its probabilities are to have: class weights are taken back, and chosen rows are led back to their population.</summary>
internal sealed class PriorCorrection
{
    private readonly TrainingSet _data;
    private readonly (double Events, double NonEvents) _weights;
    private readonly bool _isCorrected;

    public PriorCorrection(ClassWeights weights, TrainingSet data)
    {
        _data = data;
        _weights = weights.For(data);
        _isCorrected = weights.CorrectsPrior;
        Weighted = IsWeighted ? data.WithClassWeights(_weights.Events, _weights.NonEvents) : data;
    }

    /// <summary>The rows as the fit is to see them.</summary>
    public TrainingSet Weighted { get; }

    private bool IsWeighted => _weights != (1, 1);

    /// <summary>logit of the population's rate, less that of the rows; 0 when they are the same.</summary>
    public static double PopulationShift(TrainingSet data) =>
        data.PopulationEventRate is double rate ? LogisticFunctions.Logit(rate) - LogisticFunctions.Logit(data.EventRate) : 0;

    public LogisticModel ApplyTo(LogisticModel fitted, CancellationToken cancellationToken)
    {
        double unweighting = _isCorrected ? -Math.Log(_weights.Events / _weights.NonEvents) : 0, shift = unweighting + PopulationShift(_data);
        if (!IsWeighted && shift == 0)
            return fitted;
        Coefficient[] coefficients = [fitted.Intercept with { Value = fitted.Intercept.Value + shift }, .. fitted.Coefficients];
        var findings = new List<Finding>(fitted.Findings);
        if (IsWeighted)
        {
            string errors = fitted.StandardErrors is null ? "so the inverse information is no covariance, and the fit has no standard errors" : "so standard errors take them for sampling weights";
            findings.Add(new(FindingSeverity.Note, FindingCodes.ClassWeightedInference, $"class weights are not counts of rows, {errors}; the log-likelihood is that of the weighted rows."));
        }

        return With([.. findings, Stated(With([]), shift, cancellationToken)]);

        LogisticModel With(Finding[] stated) => new(fitted.Recipe, coefficients, fitted.Covariance.ToArray(), fitted.Convergence, stated)
        {
            LogLikelihood = fitted.LogLikelihood,
            NullLogLikelihood = fitted.NullLogLikelihood,
            PenalizedLogLikelihood = fitted.PenalizedLogLikelihood,
            TotalWeight = _data.TotalWeight,
            StandardErrors = fitted.StandardErrors,
            ClusterCount = fitted.ClusterCount,
        };
    }

    /// <summary>What was done, and how near the mean comes to the rate: the correction is exact for a model that is right and not penalised, and for others it is not.</summary>
    private Finding Stated(LogisticModel moved, double shift, CancellationToken cancellationToken)
    {
        TrainingSet population = _data.WeightedToPopulation();
        var probabilities = new double[_data.RowCount];
        moved.Score(_data.Table, probabilities, cancellationToken);
        double sum = 0;
        for (int row = 0; row < probabilities.Length; row++)
            sum += population.WeightOf(row) * probabilities[row];
        string weighted = !IsWeighted ? "" : Invariant($"An event counted {_weights.Events:G6} and a non-event {_weights.NonEvents:G6} in the fit{(_isCorrected ? "" : ", which CorrectsPrior leaves in the intercept")}. ");
        string chosen = _data.PopulationEventRate is not double rate ? "" : Invariant($"The rows have an event rate of {_data.EventRate:F5}, and the population one of {rate:F5}. ");
        return new(FindingSeverity.Note, FindingCodes.PriorCorrection, Invariant($"{weighted}{chosen}The intercept was moved by {shift:F5}. The mean probability is {sum / population.TotalWeight:F5}; the event rate is {population.EventRate:F5}."));
    }
}
