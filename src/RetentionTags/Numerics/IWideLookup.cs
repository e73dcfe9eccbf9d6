using System.Runtime.Intrinsics;

namespace RetentionTags.Numerics;

/// <summary>The cuts of a numeric column and the weights of its bins, and the weight of NaN, arranged in registers of 512 bits for sixteen values at a time.</summary>
internal interface IWideLookup
{
    /// <summary>The weights of sixteen numbers, in their order.</summary>
    /// <param name="a">The first eight.</param>
    /// <param name="b">The others.</param>
    Vector512<int> WeightsOf(Vector512<double> a, Vector512<double> b);
}
