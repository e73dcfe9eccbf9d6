using RetentionTags.Cleaning;
using RetentionTags.Data;

namespace RetentionTags.Tests.Cleaning;

public class BusinessRulesTests
{
    private static readonly Table Contracts = Table.Create(
        Column.Numeric("start", new[] { 10, 20, double.NaN, 40 }),
        Column.Numeric("end", new double[] { 15, 19, 30, 40 }),
        Column.Numeric("discount", new[] { 0.1, 1.5, -1, double.NaN }),
        Column.Category("status", ["ended", "ended", "active", null]),
        Column.Category("was", ["active", "ended", "active", "active"]));

    public static TheoryData<string, int[]> Conditions => new()
    {
        { "end ≥ start", [1] },                 // row 2: the start is missing, which breaks nothing
        { "end = start", [0, 1] },
        { "discount from 0 to 1", [1, 2] },
        { "discount < 1.5", [1] },
        { "discount ≤ 1.5", [] },
        { "discount is known", [3] },
        { "start is missing", [0, 1, 3] },
        { "status is one of 'ended', 'paused'", [2] },
        { "status ≠ ended", [0, 1] },
        { "status = was", [0] },
        { "end is one of '15', '40'", [1, 2] },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_condition_is_broken_where_it_says(string words, int[] expected)
    {
        RuleCondition condition = words switch
        {
            "end ≥ start" => RuleCondition.CompareColumns("end", RuleOperator.GreaterOrEqual, "start"),
            "end = start" => RuleCondition.CompareColumns("end", RuleOperator.Equal, "start"),
            "discount from 0 to 1" => RuleCondition.Between("discount", 0, 1),
            "discount < 1.5" => RuleCondition.Compare("discount", RuleOperator.Less, 1.5),
            "discount ≤ 1.5" => RuleCondition.Compare("discount", RuleOperator.LessOrEqual, 1.5),
            "discount is known" => RuleCondition.IsPresent("discount"),
            "start is missing" => RuleCondition.IsMissing("start"),
            "status ≠ ended" => RuleCondition.Compare("status", RuleOperator.NotEqual, "ended"),
            "status = was" => RuleCondition.CompareColumns("status", RuleOperator.Equal, "was"),
            "end is one of '15', '40'" => RuleCondition.OneOf("end", 15, 40),
            _ => RuleCondition.OneOf("status", "ended", "paused"),
        };
        Assert.Equal(words, condition.ToString());
        CleaningReport report = Clean(new BusinessRule("rule", [condition])).Report;
        Assert.Equal(expected, report.Entries.SelectMany(entry => entry.Rows));
        Assert.All(report.Entries, entry => Assert.Contains($"'rule' ({words})", entry.Found));
    }

    [Fact]
    public void A_rule_is_for_the_rows_that_meet_when()
    {
        var rule = new BusinessRule("ended ones have an end", [RuleCondition.Compare("end", RuleOperator.Less, 16)]) { When = [RuleCondition.Compare("status", RuleOperator.Equal, "ended")] };
        Assert.Equal([1], Assert.Single(Clean(rule).Report.Entries).Rows);
    }

    [Fact]
    public void Each_action_does_what_it_says()
    {
        BusinessRule rule = new("order", [RuleCondition.CompareColumns("end", RuleOperator.GreaterOrEqual, "start"), RuleCondition.Between("discount", 0, 1)], RuleAction.MakeMissing);
        (Table table, CleaningReport report) = Clean(rule);
        Assert.Equal([15, double.NaN, 30, 40], table.Numeric("end").Values.ToArray());
        Assert.Equal([0.1, double.NaN, double.NaN, double.NaN], table.Numeric("discount").Values.ToArray());
        Assert.Equal(3, report.Totals.Single().CellsChanged);

        (table, _) = Clean(rule with { MissingColumns = ["status"] });
        Assert.Equal(["ended", null, null, null], Enumerable.Range(0, 4).Select(row => table.Category("status")[row]));
        Assert.Equal(1.5, table.Numeric("discount").Values[1]);

        (table, _) = Clean(rule with { Action = RuleAction.Flag });
        Assert.Equal([0, 1, 1, 0], table.Numeric("order_violated").Values.ToArray());

        CleaningModel dropping = new BusinessRules { Rules = [rule with { Action = RuleAction.DropRow }] }.Fit(TrainingSet.Create(Contracts, new bool[4]));
        Assert.Equal(4, dropping.Clean(Contracts).Table.RowCount);
        Assert.Equal(2, dropping.Clean(TrainingSet.Create(Contracts, new bool[4])).Data.RowCount);
    }

    [Fact]
    public void Rules_that_make_no_sense_are_errors_that_name_them()
    {
        Assert.Contains("'twice'", Assert.Throws<ArgumentException>(() => new BusinessRules { Rules = [new("twice", [RuleCondition.IsPresent("end")]), new("twice", [RuleCondition.IsPresent("end")])] }).Message);
        Assert.Contains("'empty'", Assert.Throws<ArgumentException>(() => new BusinessRules { Rules = [new("empty", [])] }).Message);
        foreach (RuleCondition condition in (RuleCondition[])
        [
            new("end", RuleOperator.Between, [1]),
            RuleCondition.Compare("end", RuleOperator.Less, "a"),
            RuleCondition.Compare("end", RuleOperator.Less, Cell.Missing),
            RuleCondition.OneOf("end"),
        ])
            Assert.Contains("'bad'", Assert.Throws<ArgumentException>(() => new BusinessRules { Rules = [new("bad", [condition])] }).Message);
        foreach (RuleCondition condition in (RuleCondition[])
        [
            RuleCondition.Compare("status", RuleOperator.Less, 3),
            RuleCondition.Compare("end", RuleOperator.Equal, "a"),
            RuleCondition.CompareColumns("end", RuleOperator.Equal, "status"),
            RuleCondition.CompareColumns("status", RuleOperator.Less, "was"),
        ])
            Assert.Contains("'bad'", Assert.Throws<ArgumentException>(() => Clean(new BusinessRule("bad", [condition]))).Message);
        Assert.Contains("'none'", Assert.Throws<ArgumentException>(() => Clean(new BusinessRule("absent", [RuleCondition.IsPresent("none")]))).Message);
    }

    private static (Table Table, CleaningReport Report) Clean(BusinessRule rule) =>
        new BusinessRules { Rules = [rule] }.Fit(TrainingSet.Create(Contracts, new bool[4])).Clean(Contracts);
}
