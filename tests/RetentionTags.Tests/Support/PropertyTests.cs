using System.Globalization;
using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit.Sdk;

namespace RetentionTags.Tests.Support;

/// <summary>
/// Hosts the <see cref="PropertyAttribute"/> methods of a derived class: each is one case of the inherited theory. Seeds are fixed, so that a run can be
/// repeated; RETENTIONTAGS_FSCHECK_SEED (any whole number) makes it look elsewhere.
/// </summary>
public abstract class PropertyTests
{
    private const string SeedVariable = "RETENTIONTAGS_FSCHECK_SEED";

    [Theory]
    [PropertyCases]
    public void Law(string name)
    {
        MethodInfo method = GetType().GetMethod(name)!;
        PropertyAttribute law = method.GetCustomAttribute<PropertyAttribute>()!;
        Config config = Config.QuickThrowOnFailure
            .WithName(name)
            .WithMaxTest(law.MaxTest)
            .WithQuietOnSuccess(true)
            .WithReplay(FSharpOption<Replay>.Some(new(RandomOf(law), FSharpOption<int>.None)))
            .WithArbitrary([typeof(Arbitraries)]);
        Check.Method(config, method, FSharpOption<object>.Some(this));
    }

    private static Rnd RandomOf(PropertyAttribute law)
    {
        if (law.Replay is not null)
        {
            ulong[] parts = [.. law.Replay.Split(',').Select(part => ulong.Parse(part, CultureInfo.InvariantCulture))];
            return new(parts[0], parts[1]);
        }

        string? seed = Environment.GetEnvironmentVariable(SeedVariable);
        return new(seed is null ? 20261122UL : ulong.Parse(seed, CultureInfo.InvariantCulture), 1);
    }

    /// <summary>The names of the concrete class's laws.</summary>
    private sealed class PropertyCasesAttribute : DataAttribute
    {
        public override IEnumerable<object[]> GetData(MethodInfo testMethod) => testMethod.ReflectedType!
            .GetMethods()
            .Where(method => method.IsDefined(typeof(PropertyAttribute), inherit: false))
            .Select(method => new object[] { method.Name });
    }
}
