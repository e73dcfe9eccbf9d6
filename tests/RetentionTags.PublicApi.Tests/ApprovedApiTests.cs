using RetentionTags.PublicApi.Tests.Support;

namespace RetentionTags.PublicApi.Tests;

public class ApprovedApiTests
{
    /// <summary>The public surface is a promise. To change it, copy the received file over the approved one, and the change shows in the review.</summary>
    [Theory]
    [InlineData("RetentionTags", "PublicApi.approved.txt")]
    [InlineData("RetentionTags.Sql", "PublicApi.Sql.approved.txt")]
    public void The_public_surface_is_the_approved_one(string package, string file)
    {
        string approvedFile = Repository.PathOf("tests", "RetentionTags.PublicApi.Tests", file);
        string receivedFile = Path.ChangeExtension(approvedFile, null).Replace(".approved", ".received", StringComparison.Ordinal) + ".txt";
        string received = ApiPrinter.Print(Repository.Packages.Single(each => each.GetName().Name == package));
        string approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile) : "";
        if (received == approved)
        {
            File.Delete(receivedFile);
            return;
        }

        File.WriteAllText(receivedFile, received);
        string[] before = approved.Split('\n'), after = received.Split('\n');
        Assert.Fail($"The public surface has changed. Removed:\n{string.Join('\n', before.Except(after))}\nAdded:\n{string.Join('\n', after.Except(before))}\nIf this is meant: cp {receivedFile} {approvedFile}");
    }
}
