using System.Runtime.Intrinsics;

namespace RetentionTags.Numerics;

/// <summary>Whole numbers in the place of doubles that <see cref="UpperHalves"/> compares: the key of a value is at least that of a cut exactly when the value is at least the cut.</summary>
internal interface IUpperKeys
{
    /// <summary>The keys of eight numbers; in the order of halves, see <see cref="UpperHalves.Upper"/>.</summary>
    static abstract Vector256<int> Of(Vector256<double> a, Vector256<double> b);
}
