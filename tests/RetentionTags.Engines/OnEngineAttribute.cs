using System.Reflection;
using Xunit.Sdk;

namespace RetentionTags.Engines;

/// <summary>Runs a theory on an engine, given to it by name ahead of other data; skipped, with the reason, where the engine is not at hand.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnEngineAttribute : DataAttribute
{
    private readonly object[] _data;

    public OnEngineAttribute(string engine, params object[] data)
    {
        _data = [engine, .. data];
        Skip = AllEngines.Named(engine).WhyAbsent;
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [_data];
}
