using System.Data.Common;
using System.Globalization;
using System.Numerics;

namespace RetentionTags.Sql;

/// <summary>Numbers as engines give them: doubles, whole numbers or decimals.</summary>
internal static class ReaderNumbers
{
    /// <summary>A number; 0 where there is none.</summary>
    public static double Number(this DbDataReader reader, int ordinal) => reader.GetValue(ordinal) switch
    {
        DBNull => 0,
        double number => number,
        BigInteger whole => (double)whole,
        object other => Convert.ToDouble(other, CultureInfo.InvariantCulture),
    };
}
