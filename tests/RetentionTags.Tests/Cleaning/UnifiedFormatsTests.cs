using System.Globalization;
using RetentionTags.Cleaning;
using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Cleaning;

public class UnifiedFormatsTests : PropertyTests
{
    [Theory]
    [InlineData("en-US", "1,234.5", 1234.5)]
    [InlineData("en-US", "$1,234,567", 1234567)]
    [InlineData("en-US", "($12.50)", -12.5)]
    [InlineData("en-US", " - $ 3 ", -3)]
    [InlineData("en-US", "12.5%", 0.125)]
    [InlineData("en-US", ".5", 0.5)]
    [InlineData("en-US", "7.", 7)]
    [InlineData("en-US", "12-", -12)]
    [InlineData("en-US", "1,5", double.NaN)]           // no group: the framework's own parser reads 15
    [InlineData("en-US", "1,2345", double.NaN)]
    [InlineData("en-US", ",123", double.NaN)]
    [InlineData("en-US", "1.2.3", double.NaN)]
    [InlineData("en-US", "--1", double.NaN)]
    [InlineData("en-US", "(-1)", double.NaN)]
    [InlineData("en-US", "5 €", double.NaN)]           // another currency is another number
    [InlineData("en-US", "$5%", double.NaN)]
    [InlineData("en-US", "", double.NaN)]
    [InlineData("en-US", "NaN", double.NaN)]
    [InlineData("en-US", "1e400", double.NaN)]
    [InlineData("de-DE", "1.234,5", 1234.5)]
    [InlineData("de-DE", "12,50 €", 12.5)]
    [InlineData("de-DE", "1.5", double.NaN)]
    [InlineData("en-IN", "12,34,567.8", 1234567.8)]
    [InlineData("en-IN", "1,234,567", double.NaN)]
    [InlineData("fr-FR", "1 234,5", 1234.5)]
    [InlineData("fr-FR", "1\u00A0234,5", 1234.5)]
    [InlineData("de-CH", "1'234.5", 1234.5)]
    [InlineData("de-CH", "CHF 1'000.-", double.NaN)]   // a price without cents, and no negative number
    [InlineData("de-DE", "5,- \u20AC", double.NaN)]
    [InlineData("nl-NL", "\u20AC 5, -", double.NaN)]
    [InlineData("de-DE", "5,\u2212", double.NaN)]
    [InlineData("de-DE", "-7,", -7)]
    [InlineData("de-CH", "chf 5", 5)]                  // as Case = Lower leaves it
    [InlineData("", "-1.5E-3", -0.0015)]
    [InlineData("", "1E", double.NaN)]
    [InlineData("", "\u22124", -4)]
    public void Numbers_are_read_strictly_in_their_culture(string culture, string text, double expected) =>
        Assert.Equal(expected, NumberText.Read(text, CultureInfo.GetCultureInfo(culture).NumberFormat));

    [Property(MaxTest = 300)]
    public void What_a_culture_writes_it_reads(int whole, byte cents)
    {
        double number = whole + (cents / 256.0);
        foreach (string name in (string[])["", "en-US", "de-DE", "en-IN", "fr-FR", "sv-SE", "ja-JP"])
        {
            var culture = CultureInfo.GetCultureInfo(name);
            foreach (string format in (string[])["N8", "F8", "R", "C8"])
                Assert.Equal(number, NumberText.Read(number.ToString(format, culture), culture.NumberFormat));
        }
    }

    [Fact]
    public void Texts_get_one_way_of_writing()
    {
        Table table = Texts("x", " Gold ", "gold", "ＧＯＬＤ", "two\t \u3000 years", "n/a", null, "N/A", "  ", "aurum");
        CleaningModel model = new UnifiedFormats { Case = TextCase.Lower, MissingTexts = ["", "n/a"], Synonyms = [new("aurum", "gold")] }.Fit(TrainingSet.Create(table, new bool[9]));
        (Table cleaned, CleaningReport report) = model.Clean(table);
        Assert.Equal(["gold", "gold", "gold", "two years", null, null, null, null, "gold"], Values(cleaned.Category("x")));
        Assert.Equal([[0, 2, 3], [8], [4, 6, 7]], report.Entries.Select(entry => entry.Rows.ToArray()));
        Assert.Contains("' Gold '", report.Entries[0].Found);
        Assert.Equal(["gold", "two years"], cleaned.Category("x").Levels);
        Assert.Equal(Values(table.Category("x")), Values(new UnifiedFormats { Trim = false, CollapseWhiteSpace = false, HalfWidth = false, MissingTexts = [] }.Fit(TrainingSet.Create(table, new bool[9])).Clean(table).Table.Category("x")));
    }

    [Fact]
    public void Numbers_and_dates_of_several_formats_become_numbers()
    {
        Table table = Table.Create(
            Column.Category("fee", ["1.234,50", "1,234.50", "n/a", " ７ ", null]),
            Column.Category("day", ["1970-01-02", "31.12.1969", "2025-03-04 06:00", "", "2. März 2025"]));
        var recipe = new UnifiedFormats
        {
            MissingTexts = ["", "n/a"],
            Numbers = [new("fee", ["de-DE", "en-US"])],
            Dates = [new("day", ["yyyy-MM-dd", "dd.MM.yyyy", "yyyy-MM-dd HH:mm", "d. MMMM yyyy"], "de-DE")],
        };
        CleaningModel model = recipe.Fit(TrainingSet.Create(table, new bool[5]));
        (Table cleaned, CleaningReport report) = model.Clean(table);
        Assert.Equal([1234.5, 1234.5, double.NaN, 7, double.NaN], cleaned.Numeric("fee").Values.ToArray());
        Assert.Equal([1, -1, 20151.25, double.NaN, 20149], cleaned.Numeric("day").Values.ToArray());
        Assert.Equal([0, 1, 3], report.OfColumn("fee").Single(entry => entry.Done == "read").Rows);

        // What holds numbers already passes as it is.
        Assert.Empty(model.Clean(cleaned).Report.Entries);
    }

    [Theory]
    [InlineData("1.234", "two ways")]
    [InlineData("much", "no")]
    public void What_cannot_be_read_in_one_way_is_an_error_that_names_value_and_row(string text, string why)
    {
        var recipe = new UnifiedFormats { Numbers = [new("x", ["de-DE", "en-US"])] };
        CleaningModel model = recipe.Fit(TrainingSet.Create(Texts("x", "1", "2"), new bool[2]));
        var error = Assert.Throws<CellFormatException>(() => model.Clean(Texts("x", "3", null, text)));
        Assert.Equal((3, "x"), (error.DataRow, error.ColumnName));
        Assert.Contains($"'{text}'", error.Message);

        CleaningModel lenient = (recipe with { Unreadable = UnreadablePolicy.MakeMissing }).Fit(TrainingSet.Create(Texts("x", "1", "2"), new bool[2]));
        (Table table, CleaningReport report) = lenient.Clean(Texts("x", "3", null, text));
        Assert.Equal([3, double.NaN, double.NaN], table.Numeric("x").Values.ToArray());
        Assert.Contains(why, report.Entries[0].Found);
        Assert.Equal([2], report.Entries[0].Rows);
    }

    [Fact]
    public void A_date_that_two_formats_read_differently_is_ambiguous()
    {
        var recipe = new UnifiedFormats { Dates = [new("x", ["dd/MM/yyyy", "MM/dd/yyyy"])] };
        Assert.Equal(0, recipe.Fit(TrainingSet.Create(Texts("x", "05/05/2025", "31/12/2025", "12/31/2025"), new bool[3])).TrainingReport.Entries.Count(entry => entry.Done != "read"));
        Assert.Contains("'03/04/2025'", Assert.Throws<CellFormatException>(() => recipe.Fit(TrainingSet.Create(Texts("x", "05/05/2025", "03/04/2025"), new bool[2]))).Message);
    }

    [Fact]
    public void Settings_that_contradict_one_another_are_errors()
    {
        TrainingSet data = TrainingSet.Create(Texts("x", "a", "b"), new bool[2]);
        var synonym = new Synonym("a", "b");
        foreach ((UnifiedFormats recipe, string expected) in ((UnifiedFormats, string)[])
        [
            (new() { Synonyms = [new("a", "b"), new("b", "c")] }, "'a'"),
            (new() { Synonyms = [synonym, synonym] }, "'a'"),
            (new() { Synonyms = [new(" a", "b")] }, "' a'"),
            (new() { MissingTexts = ["N/A"], Case = TextCase.Lower }, "'n/a'"),
            (new() { Numbers = [new("x", [])] }, "no culture"),
            (new() { Dates = [new("x", ["dd.MM.yy"])] }, "four digits"),
            (new() { Numbers = [new("x", [""])], Dates = [new("x", ["yyyy-MM-dd"])] }, "twice"),
        ])
            Assert.Contains(expected, Assert.Throws<InvalidOperationException>(() => recipe.Fit(data)).Message);
        Assert.Throws<CultureNotFoundException>(() => new UnifiedFormats { Numbers = [new("x", ["not a culture"])] }.Fit(data));
    }

    [Theory]
    [InlineData("dd-DD")]
    [InlineData("de-DD")]
    public void A_culture_that_nobody_knows_is_an_error_and_not_the_invariant_one(string culture)
    {
        // The platform makes a culture of any name that is well formed, with the marks of the invariant one: 1.500 would be read as 1.5.
        TrainingSet data = TrainingSet.Create(Texts("x", "1.500", "2"), new bool[2]);
        Assert.Throws<CultureNotFoundException>(() => new UnifiedFormats { Numbers = [new("x", [culture])] }.Fit(data));
        Assert.Throws<CultureNotFoundException>(() => new UnifiedFormats { Dates = [new("x", ["yyyy"], culture)] }.Fit(data));
    }

    private static Table Texts(string name, params string?[] values) => Table.Create(Column.Category(name, values));

    private static IEnumerable<string?> Values(CategoryColumn column) => Enumerable.Range(0, column.Length).Select(row => column[row]);
}
