using System.Reflection;
using System.Runtime.InteropServices;
using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Tests.Support;

/// <summary>The promises that every recipe keeps. A derived class says how to make the recipe, its data and its files.</summary>
[Collection(nameof(Alone))]
public abstract class RecipeBattery<TRecipe, TModel>
    where TRecipe : IRecipe<TModel>
{
    protected virtual IRecipe<TModel> Recipe => Activator.CreateInstance<TRecipe>();

    /// <summary>How far results may be apart when rows change their order or stand for several; 0 where the algorithm promises the same bits.</summary>
    protected virtual double Rounding => 0;

    /// <summary>Data that the recipe can be fitted on.</summary>
    protected abstract TrainingSet Data(int rows, bool missing);

    /// <summary>Data of different shapes on each of which a fit takes a good part of a second at least.</summary>
    protected abstract IEnumerable<TrainingSet> LongData();

    /// <summary>Whether the recipe has a rule for missing values; otherwise it refuses them by name.</summary>
    protected virtual bool TakesMissingValues => true;

    private IEnumerable<bool> WithAndWithoutMissing => TakesMissingValues ? [false, true] : [false];

    /// <summary>What the model says of each row of a table.</summary>
    protected abstract double[] Apply(TModel model, Table table);

    protected abstract void Save(TModel model, Stream destination);

    protected abstract TModel Load(Stream source);

    [Fact]
    public void Fitting_again_or_on_many_threads_gives_the_same_bits()
    {
        foreach (bool missing in WithAndWithoutMissing)
        {
            TrainingSet data = Data(2000, missing);
            byte[] expected = Bytes(Recipe.Fit(data));
            var others = new byte[4][];
            Parallel.For(0, others.Length, i => others[i] = Bytes(Recipe.Fit(data)));
            Assert.All(others, other => Assert.Equal(expected, other));
        }
    }

    [Fact]
    public void Changes_neither_its_recipe_nor_its_data()
    {
        IRecipe<TModel> recipe = Recipe;
        string before = recipe.ToString()!;
        TrainingSet data = Data(500, missing: false), same = Data(500, missing: false);
        recipe.Fit(data);
        Assert.Equal(before, recipe.ToString());
        Assert.Equal(same.Events.ToArray(), data.Events.ToArray());
        foreach (Column column in data.Table.Columns)
            Assert.Equal(ValuesOf(same.Table[column.Name]), ValuesOf(column));
    }

    [Fact]
    public void The_model_keeps_nothing_of_the_data()
    {
        // The memory under a column is the caller's. Overwriting it after the fit must not change the model.
        TrainingSet data = Data(500, missing: false);
        TModel model = Recipe.Fit(data);
        byte[] before = Bytes(model);
        foreach (Column column in data.Table.Columns)
        {
            if (column is NumericColumn && MemoryMarshal.TryGetArray(MemoryOf<double>(column, "_values"), out ArraySegment<double> values))
                values.AsSpan().Fill(-1);
            if (column is CategoryColumn && MemoryMarshal.TryGetArray(MemoryOf<int>(column, "_codes"), out ArraySegment<int> codes))
                codes.AsSpan().Clear();
        }

        Assert.Equal(before, Bytes(model));
    }

    [Fact]
    public void A_cancelled_token_stops_the_fit_at_once()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Recipe.Fit(Data(500, missing: false), null, source.Token));
    }

    [Fact]
    public void Stops_within_100_milliseconds_of_being_asked()
    {
        // At several points of fits of several shapes.
        Recipe.Fit(Data(2000, missing: false));
        foreach (TrainingSet data in LongData())
            Stopping.AssertIsSoon(token => Recipe.Fit(data, null, token), [0.15, 0.5], milliseconds: 100, tries: 5, $"with {data.RowCount} rows and {data.Table.Columns.Count} columns");
    }

    [Fact]
    public void Missing_values_have_a_rule_or_an_error_that_names_the_column()
    {
        TrainingSet data = Data(2000, missing: true);
        if (TakesMissingValues)
        {
            Assert.All(Apply(Recipe.Fit(data), data.Table), value => Assert.True(double.IsFinite(value)));
            return;
        }

        var refusal = Assert.Throws<ArgumentException>(() => Recipe.Fit(data));
        Assert.Contains("'usage'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("missing", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_rows_changes_nothing()
    {
        foreach (bool missing in WithAndWithoutMissing)
        {
            TrainingSet data = Data(2000, missing);
            int[] order = [.. Enumerable.Range(0, data.RowCount)];
            new SplitMix64(3).Shuffle(order);
            Same.Within(Rounding, Apply(Recipe.Fit(data), data.Table), Apply(Recipe.Fit(data.Rows(order)), data.Table));
        }
    }

    [Fact]
    public void A_whole_weight_equals_as_many_copies()
    {
        foreach (bool missing in WithAndWithoutMissing)
        {
            TrainingSet data = Data(1000, missing);
            double[] weights = [.. Enumerable.Range(0, data.RowCount).Select(row => (double)(row % 4))];
            int[] copies = [.. Enumerable.Range(0, data.RowCount).SelectMany(row => Enumerable.Repeat(row, row % 4))];
            TrainingSet weighted = TrainingSet.Create(data.Table, data.Events, weights);
            if (data.HasEntities)
                weighted = weighted.WithEntities([.. data.Entities.ToArray().Select(entity => (long)entity)]);
            Same.Within(Rounding, Apply(Recipe.Fit(data.Rows(copies)), data.Table), Apply(Recipe.Fit(weighted), data.Table));
        }
    }

    [Fact]
    public void What_is_loaded_is_what_was_saved_to_the_bit()
    {
        foreach (bool missing in WithAndWithoutMissing)
        {
            TrainingSet data = Data(2000, missing);
            TModel model = Recipe.Fit(data);
            byte[] saved = Bytes(model);
            TModel loaded = Load(new MemoryStream(saved));
            Same.Bits(Apply(model, data.Table), Apply(loaded, data.Table));
            Assert.Equal(saved, Bytes(loaded));
        }
    }

    [Fact]
    public void Progress_never_falls_and_reaches_its_total()
    {
        var reports = new List<FitProgress>();
        Recipe.Fit(Data(2000, missing: false), new Recorder(reports));
        Assert.NotEmpty(reports);
        foreach (IGrouping<string, FitProgress> stage in reports.GroupBy(report => report.Stage))
        {
            Assert.Equal(stage.Select(report => report.Completed).Order(), stage.Select(report => report.Completed));
            Assert.Equal(stage.Last().Total, stage.Last().Completed);
        }
    }

    private byte[] Bytes(TModel model)
    {
        var stream = new MemoryStream();
        Save(model, stream);
        return stream.ToArray();
    }

    private static object[] ValuesOf(Column column) => column switch
    {
        NumericColumn numbers => [.. numbers.Values.ToArray().Cast<object>()],
        CategoryColumn categories => [.. categories.Codes.ToArray().Cast<object>()],
        _ => throw new NotSupportedException(),
    };

    private static ReadOnlyMemory<T> MemoryOf<T>(Column column, string field) =>
        (ReadOnlyMemory<T>)column.GetType().GetField(field, BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(column)!;

    private sealed class Recorder(List<FitProgress> reports) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => reports.Add(value);
    }
}
