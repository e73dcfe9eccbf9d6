namespace RetentionTags.Sql.Training;

/// <summary>What a sum is a part of.</summary>
internal enum LogisticSumKind
{
    /// <summary>Σ w [yη − ln(1 + exp η)].</summary>
    LogLikelihood,

    /// <summary>Σ w (y − p) x.</summary>
    Gradient,

    /// <summary>Σ w p (1 − p) xx′.</summary>
    Information,
}
