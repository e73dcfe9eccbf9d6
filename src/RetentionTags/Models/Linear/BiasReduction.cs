namespace RetentionTags.Models.Linear;

/// <summary>Whether the first-order bias of maximum likelihood is taken out of the fit.</summary>
/// <remarks>
/// <para>
/// Maximum likelihood overstates coefficients when events are few, and has no finite estimate when events and non-events are separated. Firth's remedy maximises l + ½ ln|I| with the information I, which solves
/// Σ [w (y − p) + h (½ − p)] x = 0 with the leverages h of the rows. It always has a finite solution. Where columns have a coefficient for each cell (a saturated model), it is what adding one half to each cell's events and non-events gives.
/// Source: Firth (1993), Biometrika 80, p. 27–38; Heinze and Schemper (2002), Statistics in Medicine 21, p. 2409–2419.
/// </para>
/// <para>Standard errors are from the information at the estimate, or the sandwich around it with the scores (y − p) x. Tests and intervals by penalised likelihood: <see cref="LogisticModel.LikelihoodRatioTest(Data.TrainingSet, ReadOnlySpan{string})"/> and <see cref="LogisticModel.ProfileInterval"/>.</para>
/// </remarks>
public enum BiasReduction
{
    /// <summary>Maximum likelihood.</summary>
    None,

    /// <summary>Firth's estimates. They pull the mean probability towards one half: a rate of 0.2654 becomes 0.2655 on 7,000 rows, and more on few.</summary>
    Firth,

    /// <summary>Firth's slopes with the intercept of maximum likelihood for them, so that the mean probability is the event rate (FLIC). Source: Puhr, Heinze, Nold, Lusa and Geroldinger (2017), Statistics in Medicine 36, p. 2302–2317.</summary>
    FirthWithInterceptCorrection,
}
