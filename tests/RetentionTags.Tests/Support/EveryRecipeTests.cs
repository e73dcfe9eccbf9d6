namespace RetentionTags.Tests.Support;

public class EveryRecipeTests
{
    [Fact]
    public void Passes_the_battery()
    {
        Type[] recipes = [.. typeof(IRecipe<>).Assembly.GetTypes().Where(type => !type.IsAbstract && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IRecipe<>)))];
        Type[] tested = [.. typeof(EveryRecipeTests).Assembly.GetTypes()
            .Where(type => type is { BaseType.IsGenericType: true, IsAbstract: false } && type.BaseType.GetGenericTypeDefinition() == typeof(RecipeBattery<,>))
            .Select(type => type.BaseType!.GenericTypeArguments[0])];
        Assert.NotEmpty(recipes);
        Assert.Equal(recipes.OrderBy(recipe => recipe.Name), tested.OrderBy(recipe => recipe.Name));
    }
}
