namespace RetentionTags.Tests.Support;

public class EveryRecipeTests
{
    [Fact]
    public void Passes_the_battery()
    {
        IEnumerable<Type> models = typeof(IRecipe<>).Assembly.GetTypes()
            .SelectMany(type => type.GetInterfaces())
            .Where(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IRecipe<>))
            .Select(face => face.GenericTypeArguments[0]);
        Type[] batteries = [.. typeof(EveryRecipeTests).Assembly.GetTypes().Select(type => type.BaseType!).Where(type => type is { IsGenericType: true })];
        Assert.NotEmpty(models);
        Assert.All(models, model => Assert.Contains(typeof(RecipeBattery<>).MakeGenericType(model), batteries));
    }
}
