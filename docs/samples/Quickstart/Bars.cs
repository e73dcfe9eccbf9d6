using Spectre.Console;

namespace RetentionTags.Samples.Quickstart;

/// <summary>Progress bars for long steps: one for each stage that a step reports.</summary>
internal static class Bars
{
    public static T Show<T>(Func<IProgress<FitProgress>, T> work) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .Start(context => work(new Stages(context)));

    private sealed class Stages(ProgressContext context) : IProgress<FitProgress>
    {
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(FitProgress value)
        {
            if (!_tasks.TryGetValue(value.Stage, out ProgressTask? task))
                _tasks.Add(value.Stage, task = context.AddTask(value.Stage));
            task.IsIndeterminate = value.Total == 0;
            if (value.Total > 0)
                task.MaxValue(value.Total).Value(value.Completed);
        }
    }
}
