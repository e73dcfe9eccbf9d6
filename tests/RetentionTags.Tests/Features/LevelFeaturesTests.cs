using System.Globalization;
using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Features;

/// <summary>Attributes as of cut-offs against their definition, computed for each row by itself.</summary>
public class LevelFeaturesTests : PropertyTests
{
    [Property(MaxTest = 150)]
    public void Levels_equal_a_naive_computation(int seed)
    {
        RichAttributes attributes = RichAttributes.Random(seed);
        EventLog log = RichLog.Random(seed).ToLog().WithAttributes(attributes.ToHistory());
        SnapshotPlan plan = SnapshotPlan.Every(new(2024, 1, 20), 8, 12) with { Population = Population.Active };
        if (plan.TryTake(log) is not Snapshot snapshot)
            return;
        Table table = new FeatureSet
        {
            Families =
            [
                new LevelFeatures { Attribute = "level", Windows = [Window.Days(30), Window.Between(60, 20)] },
                new LevelFeatures { Attribute = "price", Windows = [Window.Days(30), Window.Between(60, 20)] },
            ],
        }.ToTable(snapshot);
        for (int row = 0; row < snapshot.RowCount; row++)
        {
            long entity = long.Parse(snapshot.KeyOf(row), CultureInfo.InvariantCulture);
            DateTime cut = snapshot.CutOffOf(row).UtcDateTime;
            RichAttribute[] all = [.. attributes.Rows.Where(each => each.Entity == entity)];
            RichAttribute[] seen = [.. all.Where(each => each.From < cut && each.KnownAt <= cut).GroupBy(each => each.From).OrderBy(group => group.Key).Select(group => group.MaxBy(each => each.KnownAt)!)];
            RichAttribute? last = seen.LastOrDefault();
            DateTime? end = last is null || all.Any(each => each.From == last.To) ? null : last.To;
            bool isValid = last is not null && (end is null || cut <= end);
            table.Is(row, "level", isValid ? last!.Level : null);
            table.Is(row, "price", isValid ? last!.Price : double.NaN);
            Check("level", isValid && last!.Level is not null, [.. seen.Where(each => each.Level is not null).Select(each => (each.From, each.Level!))]);
            Check("price", isValid && !double.IsNaN(last!.Price), [.. seen.Where(each => !double.IsNaN(each.Price)).Select(each => (each.From, each.Price.ToString(CultureInfo.InvariantCulture)))]);

            void Check(string name, bool isPresent, (DateTime From, string Value)[] values)
            {
                DateTime[] changes = [.. values.Where((each, i) => i > 0 && each.Value != values[i - 1].Value).Select(each => each.From)];
                DateTime began = changes.Length > 0 ? changes[^1] : values.FirstOrDefault().From;
                table.Is(row, $"{name}_days_since_change", isPresent ? (cut.AddDays(-1) - began).Days : double.NaN);
                table.Is(row, $"{name}_changes_30d", changes.Count(moment => moment >= cut.AddDays(-30)));
                table.Is(row, $"{name}_changes_60d_20d", changes.Count(moment => moment >= cut.AddDays(-60) && moment < cut.AddDays(-20)));
            }
        }
    }

    [Fact]
    public void The_value_is_that_of_just_before_the_cut_off()
    {
        AttributeHistory history = AttributeHistory.Create([1L, 1], [new(2024, 1, 1), new(2024, 3, 1)], [Column.Category("level", ["basic", "gold"])], new() { ValidTo = new DateTime?[] { null, new DateTime(2024, 4, 1) } });
        EventLog log = EventLog.Create([1L], [new(2023, 12, 1)], [1]).WithAttributes(history);
        Assert.Equal("basic", LevelAt(new(2024, 3, 1)));
        Assert.Equal("gold", LevelAt(new(2024, 3, 2)));
        Assert.Equal("gold", LevelAt(new(2024, 4, 1)));
        Assert.Null(LevelAt(new(2024, 4, 2)));
        Assert.Null(LevelAt(new(2024, 1, 1)));

        string? LevelAt(DateOnly day) => new LevelFeatures { Attribute = "level" }.ToTable(SnapshotPlan.At(day).Take(log)).Category("level")[0];
    }

    /// <summary>A table that closes the old row when the new one comes gives the old value until the new one was known.</summary>
    [Fact]
    public void An_end_that_is_the_next_beginning_is_known_with_it()
    {
        AttributeHistory history = AttributeHistory.Create([1L, 1], [new(2024, 1, 1), new(2024, 3, 1)], [Column.Category("level", ["basic", "gold"])], new() { ValidTo = new DateTime?[] { new DateTime(2024, 3, 1), null }, KnownAt = new DateTime[] { new(2024, 1, 1), new(2024, 3, 20) } });
        EventLog log = EventLog.Create([1L], [new(2023, 12, 1)], [1]).WithAttributes(history);
        Table table = new LevelFeatures { Attribute = "level" }.ToTable(SnapshotPlan.AtEach([new(2024, 3, 10), new(2024, 3, 20)]).Take(log));
        Assert.Equal(("basic", "gold"), (table.Category("level")[0], table.Category("level")[1]));
        Assert.Equal([0, 1], table.Numeric("level_changes_365d").Values.ToArray());
        Assert.Equal([68, 18], table.Numeric("level_days_since_change").Values.ToArray());
    }

    [Fact]
    public void Attributes_that_the_log_does_not_have_and_windows_beyond_the_observation_are_errors()
    {
        EventLog log = EventLog.Create([1L], [new(2024, 1, 1)], [1]);
        Assert.Contains("no attribute 'level'. They have: none", Assert.Throws<ArgumentException>(() => new LevelFeatures { Attribute = "level" }.Define(log)).Message, StringComparison.Ordinal);
        EventLog with = log.WithAttributes(AttributeHistory.Create([1L], [new(2024, 1, 1)], [Column.Numeric("price", [1.0])]));
        Assert.Contains("'price'", Assert.Throws<ArgumentException>(() => new LevelFeatures { Attribute = "level" }.Define(with)).Message, StringComparison.Ordinal);
        Snapshot snapshot = (SnapshotPlan.At(new(2024, 1, 20)) with { ObservationDays = 60 }).Take(with);
        Assert.Contains("window 365d", Assert.Throws<ArgumentException>(() => new LevelFeatures { Attribute = "price" }.ToTable(snapshot)).Message, StringComparison.Ordinal);
    }
}
