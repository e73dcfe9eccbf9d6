using System.Reflection;
using System.Reflection.Emit;

namespace RetentionTags.PublicApi.Tests;

/// <summary>
/// A folder uses only folders on lower floors, or those left of it on its own (docs/decisions/0001). Read from the compiled code, so neither a full name nor a type that
/// is only inferred slips through.
/// </summary>
public class FloorTests
{
    /// <summary>From the ground up. Folders that are in one group may use one another.</summary>
    private static readonly string[][] Floors =
    [
        ["Numerics"],
        ["|Data|Rendering"],
        ["Features", "Evaluation", "Binning", "Cleaning"],
        ["Models", "Lifetime", "Selection"],
        ["Explanations", "Scoring", "Monitoring"],
        ["Tags", "Audiences", "Activation", "Measurement"],
        ["Persistence"],
    ];

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    private static readonly Assembly Core = typeof(IScorer).Assembly;

    [Fact]
    public void Folders_use_only_what_lies_beneath_or_to_their_left()
    {
        var breaches = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Type type in Core.GetTypes())
        {
            foreach (Type used in UsedBy(type).SelectMany(Parts).Where(used => used.Assembly == Core))
            {
                if (!MayUse(FolderOf(type), FolderOf(used)))
                    breaches.Add($"{type.FullName} ({FolderOf(type)}) uses {used.FullName} ({FolderOf(used)})");
            }
        }

        Assert.Empty(breaches);
    }

    [Fact]
    public void Every_folder_has_its_floor()
    {
        IEnumerable<string> folders = Directory.EnumerateDirectories(Support.Repository.PathOf("src", "RetentionTags")).Select(folder => Path.GetFileName(folder)).Except(["bin", "obj"]);
        Assert.All(folders, folder => Assert.True(Place(folder).Floor >= 0, $"The folder {folder} is on no floor."));
    }

    [Theory]
    [InlineData("RetentionTags")]
    [InlineData("RetentionTags.Sql")]
    [InlineData("RetentionTags.Arrow")]
    public void Namespaces_are_folders_and_files_are_types_or_parts_of_one(string project)
    {
        string source = Support.Repository.PathOf("src", project);
        foreach (string file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)))
        {
            string folder = Path.GetRelativePath(source, Path.GetDirectoryName(file)!);
            string expected = folder == "." ? project : $"{project}.{folder.Replace(Path.DirectorySeparatorChar, '.')}";
            Assert.Contains($"namespace {expected};", File.ReadAllText(file), StringComparison.Ordinal);
            Assert.True(Assembly.Load(project).GetTypes().Any(type => type.Namespace == expected && type.Name.Split('`')[0] == Path.GetFileName(file).Split('.')[0]), $"{file} does not hold a type of its name.");
        }
    }

    /// <summary>Satellites stand above all floors: what they use of the core is public, since it has no friends among them, and otherwise they need the framework alone.</summary>
    [Theory]
    [InlineData("RetentionTags.Sql")]
    [InlineData("RetentionTags.Arrow")]
    public void Satellites_use_the_public_core_and_the_framework(string satellite)
    {
        Assert.DoesNotContain(Core.GetCustomAttributes<System.Runtime.CompilerServices.InternalsVisibleToAttribute>(), friend => friend.AssemblyName == satellite);
        Assert.All(Assembly.Load(satellite).GetReferencedAssemblies(), used => Assert.True(used.Name == "RetentionTags" || used.Name!.StartsWith("System.", StringComparison.Ordinal), $"{satellite} uses {used.Name}."));
    }

    [Theory]
    [InlineData("Binning", "Data", true)]
    [InlineData("Data", "", true)]
    [InlineData("", "Data", true)]
    [InlineData("Binning", "Evaluation", true)]
    [InlineData("Evaluation", "Binning", false)]
    [InlineData("Binning", "Models", false)]
    [InlineData("Cleaning", "Binning", true)]
    [InlineData("Binning", "Cleaning", false)]
    [InlineData("Selection", "Models", true)]
    [InlineData("Models", "Selection", false)]
    [InlineData("Numerics", "Data", false)]
    [InlineData("Numerics", "", false)]
    [InlineData("Rendering", "", true)]
    [InlineData("Persistence", "Scoring", true)]
    [InlineData("Scoring", "Persistence", false)]
    public void The_rule_is_what_it_says(string user, string used, bool allowed) => Assert.Equal(allowed, MayUse(user, used));

    private static bool MayUse(string user, string used)
    {
        (int userFloor, int userPlace) = Place(user);
        (int usedFloor, int usedPlace) = Place(used);
        return usedFloor < userFloor || (usedFloor == userFloor && usedPlace <= userPlace);
    }

    private static (int Floor, int Place) Place(string folder)
    {
        for (int floor = 0; floor < Floors.Length; floor++)
        {
            int place = Array.FindIndex(Floors[floor], group => group.Split('|').Contains(folder));
            if (place >= 0)
                return (floor, place);
        }

        return (-1, -1);
    }

    private static string FolderOf(Type type) => (type.Namespace ?? "RetentionTags").Split('.') is [_, string folder, ..] ? folder : "";

    /// <summary>A type with what it is made of: element type and type arguments.</summary>
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        return type.IsGenericType ? type.GetGenericArguments().Where(argument => !argument.IsGenericParameter).SelectMany(Parts).Append(type) : [type];
    }

    private static IEnumerable<Type> UsedBy(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<Type> used = type.GetInterfaces();
        if (type.BaseType is not null)
            used = used.Append(type.BaseType);
        used = used.Concat(type.GetFields(All).Select(field => field.FieldType));
        return used.Concat(type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)).SelectMany(UsedBy));
    }

    private static IEnumerable<Type> UsedBy(MethodBase method)
    {
        IEnumerable<Type> used = method.GetParameters().Select(parameter => parameter.ParameterType);
        if (method is MethodInfo function)
            used = used.Append(function.ReturnType);
        return method.GetMethodBody() is { } body
            ? used.Concat(body.LocalVariables.Select(local => local.LocalType)).Concat(UsedByCode(method, body.GetILAsByteArray()!))
            : used;
    }

    /// <summary>Walks the instructions and resolves every token.</summary>
    private static IEnumerable<Type> UsedByCode(MethodBase method, byte[] code)
    {
        Type[]? typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        Type[]? methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (int at = 0; at < code.Length;)
        {
            short value = code[at++];
            if (value == 0xFE)
                value = unchecked((short)(0xFE00 | code[at++]));
            OpCode instruction = OpCodesByValue[value];
            if (instruction.OperandType is OperandType.InlineType or OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok)
            {
                MemberInfo member = method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments)!;
                yield return member as Type ?? member.DeclaringType!;
                if (member is MethodInfo { IsGenericMethod: true } generic)
                {
                    foreach (Type argument in generic.GetGenericArguments().Where(argument => !argument.IsGenericParameter))
                        yield return argument;
                }
            }

            at += instruction.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}
