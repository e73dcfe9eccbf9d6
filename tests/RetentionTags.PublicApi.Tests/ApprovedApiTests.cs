using RetentionTags.PublicApi.Tests.Support;

namespace RetentionTags.PublicApi.Tests;

public class ApprovedApiTests
{
    /// <summary>The public surface is a promise. To change it, copy PublicApi.received.txt over PublicApi.approved.txt, and the change shows in the review.</summary>
    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        string approvedFile = Repository.PathOf("tests", "RetentionTags.PublicApi.Tests", "PublicApi.approved.txt");
        string receivedFile = Path.ChangeExtension(approvedFile, null).Replace(".approved", ".received", StringComparison.Ordinal) + ".txt";
        string received = ApiPrinter.Print(typeof(IScorer).Assembly);
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
