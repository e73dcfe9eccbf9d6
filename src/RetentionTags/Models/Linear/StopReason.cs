namespace RetentionTags.Models.Linear;

/// <summary>Why an optimiser stopped.</summary>
public enum StopReason
{
    /// <summary>The tolerance is met.</summary>
    Converged,

    /// <summary>The iterations are used up.</summary>
    MaxIterations,

    /// <summary>Events and non-events are (nearly) separated, so the coefficients grow without end.</summary>
    Separation,

    /// <summary>Rounding keeps the objective from falling any further before the tolerance is met.</summary>
    NoFurtherProgress,
}
