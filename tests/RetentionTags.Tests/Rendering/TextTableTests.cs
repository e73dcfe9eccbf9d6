using RetentionTags.Rendering;

namespace RetentionTags.Tests.Rendering;

public class TextTableTests
{
    private static TextTable Example()
    {
        var table = new TextTable("Na|me", "Value", "Share");
        table.Add("a, \"quoted\" | name", TableCell.Number(1234.5678, 2), TableCell.Percent(0.25));
        table.Add("b\nc", TableCell.Number(double.NaN, 2), TableCell.Percent(1));
        table.Add("total", "", TableCell.Weight(3));
        return table;
    }

    [Fact]
    public void Plain_text_is_aligned_with_numbers_to_the_right() => Assert.Equal(
        """
        Na|me                Value    Share
        ------------------  -------  -------
        a, "quoted" | name  1234.57   25.0 %
        b c                       -  100.0 %
        total                              3

        """.Replace("Na|me                Value", "Na|me                 Value", StringComparison.Ordinal),
        Example().Render(TableFormat.Plain));

    [Fact]
    public void Markdown_escapes_bars() => Assert.Equal(
        """
        | Na\|me | Value | Share |
        | --- | --: | --: |
        | a, "quoted" \| name | 1234.57 | 25.0 % |
        | b c | - | 100.0 % |
        | total |  | 3 |

        """,
        Example().Render(TableFormat.Markdown));

    [Fact]
    public void Csv_holds_full_numbers_and_quotes_what_needs_it() => Assert.Equal(
        """
        Na|me,Value,Share
        "a, ""quoted"" | name",1234.5678,0.25
        "b
        c",,1
        total,,3

        """,
        Example().Render(TableFormat.Csv));

    [Fact]
    public void What_rounds_to_zero_has_no_sign()
    {
        Assert.Equal(("0.0000", "-1E-09"), (TableCell.Number(-1e-9, 4).Display, TableCell.Number(-1e-9, 4).Raw));
        Assert.Equal("-0.0001", TableCell.Number(-0.00006, 4).Display);
    }

    [Fact]
    public void A_format_that_does_not_exist_is_an_error() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Example().Render((TableFormat)9));
}
