using System.Runtime.Intrinsics;

namespace RetentionTags.Numerics;

/// <summary>Whole numbers in the place of doubles that <see cref="UpperHalves"/> compares: the key of a value is at least that of a cut exactly when the value is at least the cut.</summary>
internal interface IUpperKeys
{
    /// <summary>The keys of eight numbers; in the order of halves, see <see cref="UpperHalves"/>.</summary>
    static abstract Vector256<int> Of(Vector256<double> a, Vector256<double> b);

    /// <summary>The keys of sixteen numbers in their order, of which all NaN have one, see <see cref="OfNaN"/>.</summary>
    /// <param name="a">The first eight.</param>
    /// <param name="b">The others.</param>
    /// <param name="lowest"><see cref="long.MinValue"/> in a register: from a constant the compiler takes a number by two instructions.</param>
    static abstract Vector512<int> Of(Vector512<double> a, Vector512<double> b, Vector512<long> lowest);

    /// <summary>The key of NaN among sixteen numbers, which no number has.</summary>
    static abstract int OfNaN { get; }
}
