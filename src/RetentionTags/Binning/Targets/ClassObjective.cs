namespace RetentionTags.Binning.Targets;

/// <summary>What <see cref="ClassBinning"/> maximises.</summary>
public enum ClassObjective
{
    /// <summary>The sum over the classes of the information value of that class against all others, Σ Σ (p − q) ln(p/q). Every regular bin then holds rows of every class.</summary>
    InformationValue,

    /// <summary>The Jensen–Shannon divergence of the classes' distributions over the bins, all classes with the same weight; see <see cref="ClassColumnBinning.JensenShannon"/>.</summary>
    JensenShannon,
}
