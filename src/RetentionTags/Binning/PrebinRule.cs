namespace RetentionTags.Binning;

/// <summary>How a column of numbers is first divided into pre-bins, of which bins are then formed. All rules obey the largest number of pre-bins.</summary>
/// <remarks>
/// Each cut lies between two neighbouring training values, at the number with the fewest significant bits. Rows without a value take no part. Every rule but <see cref="Uniform"/> looks only at
/// the order of the values: stretching a column changes nothing.
/// </remarks>
public enum PrebinRule
{
    /// <summary>About equal weight: the j-th of m cuts comes before the first value that has at least j/m of the weight beneath it. With no more distinct values than pre-bins, each has its own.</summary>
    Quantile,

    /// <summary>
    /// Where the best never-falling and the best never-rising event rate step (the blocks of pool adjacent violators). If these are too many, neighbouring blocks whose joining loses the least variance
    /// of event rates are joined.
    /// </summary>
    Hull,

    /// <summary>The cuts of <see cref="Quantile"/> with half as many pre-bins, and as many of those of <see cref="Hull"/> as the rest has room for.</summary>
    HullAndQuantile,

    /// <summary>Equal width between the lowest and the highest finite value. Intervals without values are joined with their left neighbours.</summary>
    Uniform,

    /// <summary>The leaves of a classification tree: the division that lowers Gini's impurity most comes first; a leaf has at least half of an equal share of the weight.</summary>
    Tree,

    /// <summary>Fayyad's and Irani's (1993) entropy divisions, accepted while they shorten the description of the classes. Often few, or none.</summary>
    Mdlp,

    /// <summary>Kerber's (1992) ChiMerge: neighbours whose class frequencies differ least are joined until all differ at the 5 % level. Begins with the distinct values, or 5,000 quantiles when there are more.</summary>
    ChiMerge,

    /// <summary>Each distinct value has a pre-bin of its own. There can be up to 2,500.</summary>
    None,
}
