using System.Diagnostics;
using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Tests.Support;

/// <summary>The promises that every recipe keeps. A derived class says how to make the recipe, its data and its files.</summary>
[Collection(nameof(Alone))]
public abstract class RecipeBattery<TModel>
{
    protected abstract IRecipe<TModel> Recipe { get; }

    /// <summary>How far results may be apart when rows change their order or stand for several; 0 where the algorithm promises the same bits.</summary>
    protected virtual double Rounding => 0;

    /// <summary>Data that the recipe can be fitted on.</summary>
    protected abstract TrainingSet Data(int rows, bool missing);

    /// <summary>Data on which a fit takes half a second at least.</summary>
    protected abstract TrainingSet LongData();

    /// <summary>What the model says of each row of a table.</summary>
    protected abstract double[] Apply(TModel model, Table table);

    protected abstract void Save(TModel model, Stream destination);

    protected abstract TModel Load(Stream source);

    [Fact]
    public void Fitting_again_or_on_many_threads_gives_the_same_bits()
    {
        TrainingSet data = Data(2000, missing: false);
        byte[] expected = Bytes(Recipe.Fit(data));
        var others = new byte[4][];
        Parallel.For(0, others.Length, i => others[i] = Bytes(Recipe.Fit(data)));
        Assert.All(others, other => Assert.Equal(expected, other));
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
            if (column is NumericColumn numbers && System.Runtime.InteropServices.MemoryMarshal.TryGetArray(MemoryOf(numbers), out ArraySegment<double> array))
                array.AsSpan().Fill(-1);
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
        // Other programs may take the processor away, so the best of several tries counts.
        TrainingSet data = LongData();
        Recipe.Fit(Data(2000, missing: false));
        TimeSpan best = TimeSpan.MaxValue;
        for (int attempt = 0; attempt < 5 && best > TimeSpan.FromMilliseconds(100); attempt++)
        {
            using var source = new CancellationTokenSource();
            Exception? end = null;
            var fit = new Thread(() => end = Record.Exception(() => Recipe.Fit(data, null, source.Token)));
            fit.Start();
            Thread.Sleep(40 + (20 * attempt));
            Assert.True(fit.IsAlive, "the fit was over before it could be cancelled: it needs more data");
            long asked = Stopwatch.GetTimestamp();
            source.Cancel();
            fit.Join();
            Assert.IsAssignableFrom<OperationCanceledException>(end);
            TimeSpan taken = Stopwatch.GetElapsedTime(asked);
            best = taken < best ? taken : best;
        }

        Assert.True(best <= TimeSpan.FromMilliseconds(100), $"it took {best.TotalMilliseconds:F0} ms");
    }

    [Fact]
    public void Missing_values_have_a_rule_or_an_error_that_names_the_column()
    {
        TrainingSet data = Data(2000, missing: true);
        try
        {
            TModel model = Recipe.Fit(data);
            Assert.All(Apply(model, data.Table), value => Assert.True(double.IsFinite(value)));
        }
        catch (ArgumentException refusal)
        {
            Assert.Contains("'usage'", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("missing", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_order_of_rows_changes_nothing()
    {
        TrainingSet data = Data(2000, missing: false);
        int[] order = [.. Enumerable.Range(0, data.RowCount)];
        new SplitMix64(3).Shuffle(order);
        double[] expected = Apply(Recipe.Fit(data), data.Table), actual = Apply(Recipe.Fit(data.Rows(order)), data.Table);
        Same.Within(Rounding, expected, actual);
    }

    [Fact]
    public void A_whole_weight_equals_as_many_copies()
    {
        TrainingSet data = Data(1000, missing: false);
        double[] weights = [.. Enumerable.Range(0, data.RowCount).Select(row => (double)(row % 4))];
        int[] copies = [.. Enumerable.Range(0, data.RowCount).SelectMany(row => Enumerable.Repeat(row, row % 4))];
        TrainingSet weighted = TrainingSet.Create(data.Table, data.Events, weights);
        Same.Within(Rounding, Apply(Recipe.Fit(data.Rows(copies)), data.Table), Apply(Recipe.Fit(weighted), data.Table));
    }

    [Fact]
    public void What_is_loaded_is_what_was_saved_to_the_bit()
    {
        TrainingSet data = Data(2000, missing: false);
        TModel model = Recipe.Fit(data);
        byte[] saved = Bytes(model);
        TModel loaded = Load(new MemoryStream(saved));
        Same.Bits(Apply(model, data.Table), Apply(loaded, data.Table));
        Assert.Equal(saved, Bytes(loaded));
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

    private static ReadOnlyMemory<double> MemoryOf(NumericColumn column) =>
        (ReadOnlyMemory<double>)typeof(NumericColumn).GetField("_values", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.GetValue(column)!;

    private sealed class Recorder(List<FitProgress> reports) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => reports.Add(value);
    }
}
