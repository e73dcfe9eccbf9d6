using System.Runtime.Intrinsics;

namespace RetentionTags.Numerics;

/// <summary>The cuts of a numeric column and the weights of its bins, arranged in registers for eight values at a time.</summary>
internal interface IBinLookup
{
    /// <summary>The weights of the bins of eight numbers, in the order of halves (see <see cref="UpperHalves"/>). What a NaN gets has no meaning: the caller exchanges it.</summary>
    /// <param name="a">The first four.</param>
    /// <param name="b">The others.</param>
    Vector256<int> WeightsOf(Vector256<double> a, Vector256<double> b);
}
