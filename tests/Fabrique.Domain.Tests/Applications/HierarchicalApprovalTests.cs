using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.People;

namespace Fabrique.Domain.Tests.Applications;

public sealed class HierarchicalApprovalTests
{
    private static readonly DateTime Now = new(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc);
    private static readonly Guid Applicant = Ids.Next();

    [Theory]
    [InlineData(HierarchicalApprovalStatus.Approved, "", null, null)]
    [InlineData(HierarchicalApprovalStatus.Approved, "", 10, null)]
    [InlineData(HierarchicalApprovalStatus.Approved, "", 11, "approval-days")]
    [InlineData(HierarchicalApprovalStatus.Approved, "", -1, "approval-days")]
    [InlineData(HierarchicalApprovalStatus.ApprovedWithReservation, " ", 4, "approval-unexplained")]
    [InlineData(HierarchicalApprovalStatus.ApprovedWithReservation, "En mars.", 4, null)]
    [InlineData(HierarchicalApprovalStatus.Refused, "", null, "approval-unexplained")]
    [InlineData(HierarchicalApprovalStatus.NoAnswer, "x", null, "approval-unknown")]
    [InlineData(HierarchicalApprovalStatus.Overridden, "x", null, "approval-unknown")]
    public void What_is_not_favourable_is_explained_and_a_week_has_five_days(HierarchicalApprovalStatus status, string reason, int? halfDays, string? refusal) =>
        Assert.Equal(refusal, HierarchicalApproval.MayBeGiven(status, reason, halfDays)?.Code);

    [Fact]
    public void The_applicant_alone_names_somebody_who_is_there_and_is_not_themselves()
    {
        var application = Submitted();
        Assert.Equal("not-the-applicant", application.MayNameManager(Ids.Next(), Person())?.Code);
        Assert.Equal("manager-unknown", application.MayNameManager(Applicant, null)?.Code);
        Assert.Equal("manager-oneself", application.MayNameManager(Applicant, Person(Applicant))?.Code);
        var gone = Person();
        gone.Withdraw(byId: null, "Partie.", DateTime.UnixEpoch);
        Assert.Equal("manager-gone", application.MayNameManager(Applicant, gone)?.Code);
        Assert.Null(application.ManagerId);

        var manager = Person();
        application.NameManager(Applicant, manager);

        Assert.Equal(manager.Id, application.ManagerId);
    }

    [Fact]
    public void Whoever_has_the_idea_too_is_not_asked()
    {
        var (application, manager) = (Submitted(), Person());
        application.Invite(Ids.Next(), Applicant, manager.Id, manager.Email, CoApplicantRight.Read, "moi@fabrique.example", Now);
        Assert.Null(application.MayNameManager(Applicant, manager));
        application.Accept(manager.Id, manager.Email, Now);
        Assert.Equal("manager-own-case", application.MayNameManager(Applicant, manager)?.Code);
    }

    [Fact]
    public void A_manager_whom_the_directory_does_not_tell_is_told_apart()
    {
        var (application, named, known) = (Submitted(), Person(), Ids.Next());
        Assert.False(application.IsNamedOtherwise(known, known));
        Assert.False(application.IsNamedOtherwise(known, null));
        application.NameManager(Applicant, named);
        Assert.True(application.IsNamedOtherwise(named.Id, known));
        Assert.True(application.IsNamedOtherwise(named.Id, null));
        Assert.False(application.IsNamedOtherwise(named.Id, named.Id));
    }

    [Fact]
    public void It_is_asked_after_the_submission_and_given_once_and_the_submission_keeps_its_instant()
    {
        var (application, manager) = (Submitted(), Person());
        Assert.Equal("approval-not-awaited", application.MayReceiveApproval(manager.Id)?.Code);
        application.AskApproval(Ids.Next(), manager.Id, Now);
        Assert.Equal(ApplicationStatus.AwaitingApproval, application.Status);
        Assert.Equal("approval-not-askable", application.MayAskApproval()?.Code);
        Assert.Equal("own-case", application.MayReceiveApproval(Applicant)?.Code);
        Assert.Throws<BrokenRuleException>(() => application.GiveApproval(HierarchicalApprovalStatus.Refused, "", null, manager.Id, Now));

        application.GiveApproval(HierarchicalApprovalStatus.ApprovedWithReservation, "En mars.", 3, manager.Id, Now.AddDays(2));

        Assert.Equal((ApplicationStatus.Submitted, Now, 3, null), (application.Status, application.SubmittedAt, application.Approval!.HalfDaysPerWeek, application.Approval.GivenById));
        Assert.Equal("approval-not-awaited", application.MayReceiveApproval(manager.Id)?.Code);
        Assert.Equal("approval-already-given", application.MayNameManager(Applicant)?.Code);
        application.StartScreening();
        Assert.Equal(ApplicationStatus.UnderScreening, application.Status);
    }

    [Fact]
    public void A_substitute_is_named_and_a_change_of_manager_moves_what_is_awaited()
    {
        var (application, first, second, substitute) = (Submitted(), Ids.Next(), Ids.Next(), Ids.Next());
        application.AskApproval(Ids.Next(), first, Now);
        application.MoveApproval(second, Now.AddDays(1));
        application.GiveApproval(HierarchicalApprovalStatus.Approved, "", null, substitute, Now.AddDays(2));
        Assert.Equal((second, substitute, Now.AddDays(1)), (application.Approval!.ManagerId, application.Approval.GivenById, application.Approval.AskedAt));

        application.MoveApproval(first, Now.AddDays(3));
        Assert.Equal(second, application.Approval.ManagerId);
    }

    [Fact]
    public void Silence_ends_it_and_changes_nothing_of_the_submission()
    {
        var application = Submitted();
        application.AskApproval(Ids.Next(), null, Now);
        application.EndApproval(Now.AddDays(8));
        application.EndApproval(Now.AddDays(9));
        Assert.Equal((ApplicationStatus.Submitted, HierarchicalApprovalStatus.NoAnswer, Now, Now.AddDays(8)), (application.Status, application.Approval!.Status, application.SubmittedAt, application.Approval.EndedAt));
        Assert.Equal("approval-over", application.MayNameManager(Applicant)?.Code);

        // The drawing may ask again.
        application.AskApproval(Ids.Next(), Ids.Next(), Now.AddDays(10));
        Assert.Equal([1, 2], application.Approvals.Select(approval => approval.Round));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_refusal_is_passed_over_or_ends_the_application_by_somebody_else_than_who_refused(bool overrides)
    {
        var (application, manager, team) = (Submitted(), Ids.Next(), Ids.Next());
        application.AskApproval(Ids.Next(), manager, Now);
        Assert.Equal("approval-not-refused", application.MaySettleRefusal(team)?.Code);
        application.GiveApproval(HierarchicalApprovalStatus.Refused, "Pas maintenant.", null, manager, Now);
        Assert.Equal("own-case", application.MaySettleRefusal(Applicant)?.Code);
        Assert.Equal("own-refusal", application.MaySettleRefusal(manager)?.Code);
        if (overrides)
        {
            application.OverrideApproval(team, "Vu avec la direction.");
            Assert.Equal((ApplicationStatus.Submitted, HierarchicalApprovalStatus.Overridden, "Pas maintenant."), (application.Status, application.Approval!.Status, application.Approval.Reason));
        }
        else
        {
            application.CloseForRefusal(team, "Sans l’accord du service.", Now);
            Assert.Equal((ApplicationStatus.NotRetained, "Sans l’accord du service.", (Guid?)team), (application.Status, application.DecisionReason, application.DecidedById));
        }

        Assert.Equal("approval-not-refused", application.MaySettleRefusal(team)?.Code);
    }

    [Fact]
    public void It_may_be_withdrawn_while_the_approval_is_awaited()
    {
        var application = Submitted();
        application.AskApproval(Ids.Next(), Ids.Next(), Now);
        application.Withdraw(Applicant);
        Assert.Equal("approval-not-awaited", application.MayReceiveApproval(Ids.Next())?.Code);
        application.EndApproval(Now);
        Assert.Equal(ApplicationStatus.Withdrawn, application.Status);
    }

    private static Application Submitted()
    {
        var call = CallForApplications.Draft(Ids.Next(), "a", "A", "", "", Now.AddDays(-5), Now.AddDays(5), 1);
        call.Schedule();
        call.Open();
        var application = Application.StartDraft(Ids.Next(), "C-1", call.Id, Applicant, ApplicationForms.Fill("Titre", "Problème", "Solution", "Usagers"), Now);
        application.Submit(Applicant, call, CallApplicant.Unknown, Now);
        return application;
    }

    private static StaffMember Person(Guid? id = null) => StaffMember.Register(id ?? Ids.Next(), "d", "Claude Martin", "claude@ministere.example", "DDT", [AppRoles.Agent], Now);
}
