using System.Runtime.Intrinsics;

namespace RetentionTags.Numerics;

/// <summary>The cuts of a numeric column and the weights of its bins, arranged in registers for eight values at a time.</summary>
internal interface IBinLookup
{
    /// <summary>The weights of the bins of eight numbers. What a NaN gets has no meaning: the caller exchanges it.</summary>
    /// <param name="a">Values 0, 1, 4 and 5, so that putting halves of <paramref name="a"/> and <paramref name="b"/> side by side within each 128 bits gives eight 32-bit lanes in the order of rows.</param>
    /// <param name="b">Values 2, 3, 6 and 7.</param>
    Vector256<int> WeightsOf(Vector256<double> a, Vector256<double> b);
}
