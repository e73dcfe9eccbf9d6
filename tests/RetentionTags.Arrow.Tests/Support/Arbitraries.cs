using FsCheck;
using FsCheck.Fluent;
using RetentionTags.Data;

// Where the linked PropertyTests looks for them.
namespace RetentionTags.Tests.Support;

/// <summary>What FsCheck makes random values of our types from.</summary>
public static class Arbitraries
{
    /// <summary>Tables with ties, missing and odd values, of every length around a byte's border.</summary>
    public static Arbitrary<Table> Tables() => Arb.From(
        from rows in Gen.Choose(0, 70)
        from numbers in Gen.ArrayOf(Gen.Frequency((1, Gen.Constant(double.NaN)), (3, Gen.Choose(-9, 9).Select(number => number / 4.0)), (1, Gen.Elements(double.PositiveInfinity, double.NegativeInfinity, -0.0, 0.1, double.Epsilon))), rows)
        from whole in Gen.ArrayOf(Gen.Choose(-5, 5).Select(number => (double)number), rows)
        from texts in Gen.ArrayOf(Gen.Elements("", "a", "ß", "漢字", "a longer text than twelve bytes", "'; DROP TABLE x", null), rows)
        select Table.Create(Column.Numeric("numbers", numbers), Column.Category("texts", texts), Column.Numeric("Ganz, mit \"Namen\"", whole)));
}
