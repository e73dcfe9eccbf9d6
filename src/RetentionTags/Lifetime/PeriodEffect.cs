namespace RetentionTags.Lifetime;

/// <summary>How the log-odds of the hazard depend on the period, beside the covariates.</summary>
public enum PeriodEffect
{
    /// <summary>A coefficient for every period: no form is assumed. Without covariates the model is then the Kaplan-Meier curve. A period without an event has no finite coefficient: a finding says so.</summary>
    EachPeriod,

    /// <summary>A line in the period's number.</summary>
    Linear,

    /// <summary>A line in the logarithm of the period's number: a hazard that falls fast at first and then slowly.</summary>
    Logarithmic,
}
