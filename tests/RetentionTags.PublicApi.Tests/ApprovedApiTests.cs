using RetentionTags.PublicApi.Tests.Support;

namespace RetentionTags.PublicApi.Tests;

public class ApprovedApiTests
{
    /// <summary>The core's surface is PublicApi.approved.txt, a satellite's PublicApi.Name.approved.txt.</summary>
    public static TheoryData<string> Names => [.. Repository.Packages.Select(assembly => assembly.GetName().Name!)];

    /// <summary>The public surface is a promise. To change it, copy what was received over what was approved, and the change shows in the review.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_public_surface_is_the_approved_one(string name)
    {
        string approvedFile = Repository.PathOf("tests", "RetentionTags.PublicApi.Tests", $"PublicApi{name["RetentionTags".Length..]}.approved.txt");
        string receivedFile = Path.ChangeExtension(approvedFile, null).Replace(".approved", ".received", StringComparison.Ordinal) + ".txt";
        string received = ApiPrinter.Print(Repository.Packages.Single(assembly => assembly.GetName().Name == name));
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
