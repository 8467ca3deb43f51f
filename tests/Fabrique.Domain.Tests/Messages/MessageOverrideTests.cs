using Fabrique.Domain.Messages;

namespace Fabrique.Domain.Tests.Messages;

public sealed class MessageOverrideTests
{
    private static readonly DateTime Now = new(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc);
    private static readonly MessageText Shipped = new("Objet", "", "Vous testez.", "Bonjour\n\nÀ bientôt");
    private static readonly MessageText Ours = Shipped with { Body = "Salut" };

    [Fact]
    public void Each_act_is_a_numbered_revision_and_the_last_is_in_force()
    {
        var message = New();
        Assert.Null(message.Current);

        Assert.True(message.Write(Ours, Shipped, Shipped, By("Plus court.")).IsDone);
        Assert.True(message.Write(Ours with { Subject = "Autre" }, Shipped, Shipped, By("")).IsDone);
        Assert.True(message.Restore(1, By("")).IsDone);
        message.SwitchOff(isMandatory: false, By("Doublon."));
        Assert.True(message.Revert(By("")).IsDone);
        Assert.True(message.SwitchOn(By("")).IsDone);

        Assert.Equal(
            [
                (1, MessageAct.Written, Ours, false, (int?)null), (2, MessageAct.Written, Ours with { Subject = "Autre" }, false, null), (3, MessageAct.Restored, Ours, false, 1),
                (4, MessageAct.SwitchedOff, Ours, true, null), (5, MessageAct.Reverted, null, true, null), (6, MessageAct.SwitchedOn, null, false, null),
            ],
            message.Revisions.Select(revision => (revision.Number, revision.Act, revision.Text, revision.IsOff, revision.RestoredNumber)));
        Assert.Equal((6, "Plus court.", Now), (message.Current!.Number, message.Revisions[0].Why, message.Revisions[0].WrittenAt));
    }

    [Fact]
    public void What_changes_nothing_is_refused()
    {
        var message = New();

        Assert.Equal("message-unchanged", message.Write(Shipped, Shipped, Shipped, By("")).Refusal?.Code);
        Assert.Equal("message-unchanged", message.Write(Ours, Shipped, inherited: Ours, By("")).Refusal?.Code);
        Assert.Equal("message-unchanged", message.Revert(By("")).Refusal?.Code);
        Assert.Equal("message-on", message.SwitchOn(By("")).Refusal?.Code);
        Assert.True(message.Write(Ours, Shipped, Shipped, By("")).IsDone);
        Assert.Equal("message-unchanged", message.Write(Ours, Shipped, Shipped, By("")).Refusal?.Code);
        Assert.Equal("message-unchanged", message.Restore(1, By("")).Refusal?.Code);
        Assert.Equal("message-revision-unknown", message.Restore(2, By("")).Refusal?.Code);
        message.SwitchOff(isMandatory: false, By("Doublon."));
        Assert.Equal("message-off", message.MaySwitchOff(isMandatory: false)?.Code);
        Assert.Equal(2, message.Revisions.Count);
    }

    [Fact]
    public void A_notice_of_a_decision_is_never_switched_off()
    {
        var message = New();

        Assert.Equal("message-mandatory", message.MaySwitchOff(isMandatory: true)?.Code);
        Assert.Throws<BrokenRuleException>(() => message.SwitchOff(isMandatory: true, By("Doublon.")));
        Assert.Throws<ArgumentException>(() => message.SwitchOff(isMandatory: false, By(" ")));
        Assert.Empty(message.Revisions);
    }

    [Fact]
    public void A_revision_knows_that_the_software_ships_another_text_since()
    {
        var message = New();
        Assert.True(message.Write(Ours, Shipped, Shipped, By("")).IsDone);

        Assert.False(message.Current!.IsBehind(Shipped));
        Assert.True(message.Current.IsBehind(Shipped with { Preheader = "Nouveau" }));
        Assert.Equal(string.Join('\n', Shipped.ToLines()), message.Current.Shipped);
        Assert.True(message.Revert(By("")).IsDone);
        Assert.False(message.Current.IsBehind(Shipped with { Preheader = "Nouveau" }));
    }

    [Fact]
    public void A_text_has_bounds_and_its_one_line_parts_have_one()
    {
        Assert.Empty(Shipped.FindProblems());
        Assert.Equal([MessagePart.Subject, MessagePart.Reason, MessagePart.Body], new MessageText(" ", "", "", "\n").FindProblems().Select(problem => problem.Part));
        Assert.Equal([MessagePart.Subject, MessagePart.Preheader, MessagePart.Reason], new MessageText("a\nb", "a\rb", "a\nb", "a\nb").FindProblems().Select(problem => problem.Part));
        var longest = new MessageText(new('a', MessageText.SubjectLength), new('a', MessageText.PreheaderLength), new('a', MessageText.ReasonLength), new('a', MessageText.BodyLength));
        Assert.Empty(longest.FindProblems());
        Assert.Equal(4, new MessageText(longest.Subject + 'a', longest.Preheader + 'a', longest.Reason + 'a', longest.Body + 'a').FindProblems().Count());
        Assert.Throws<ArgumentException>(() => New().Write(Shipped with { Body = "" }, Shipped, Shipped, By("")));
    }

    private static MessageOverride New() => MessageOverride.Of(Guid.CreateVersion7(), "commun/tache-a-faire", MessageScope.Everywhere);

    private static RevisionAuthor By(string why) => new(Ids.Next(), Now, why);
}
