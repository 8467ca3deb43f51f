using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;

namespace Fabrique.Domain.Tests.Applications;

public sealed class ApplicationTests
{
    private static readonly DateTime Now = new(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc);
    private static readonly Guid Applicant = Ids.Next();
    private static readonly FormAnswers Complete = ApplicationForms.Fill("Titre", "Problème", "Solution", "Usagers");
    private static readonly FormAnswers Empty = ApplicationForms.Fill("", "", "", "");

    [Fact]
    public void A_draft_is_edited_by_its_applicant_alone()
    {
        var application = Draft(Empty);
        Assert.Equal("not-the-applicant", application.MayEdit(Ids.Next())?.Code);
        Broken("not-the-applicant", () => application.Edit(Ids.Next(), Complete));

        application.Edit(Applicant, Complete);

        Assert.Equal((Complete, "Titre"), (application.Answers, application.Title));
    }

    [Fact]
    public void A_submitted_application_is_no_longer_edited()
    {
        var application = Submitted();
        Assert.Equal("application-not-draft", application.MayEdit(Applicant)?.Code);
        Broken("application-not-draft", () => application.Edit(Applicant, Complete));
    }

    [Fact]
    public void A_withdrawn_application_is_told_to_be_so()
    {
        var application = Draft(Complete);
        application.Withdraw(Applicant);
        Assert.Contains("a été retirée", application.MayEdit(Applicant)!.Sentence, StringComparison.Ordinal);
        var call = CallForApplications.Draft(application.CallId, "essai", "Essai", "Thème", "Texte.", Now.AddDays(-1), Now.AddDays(1), 1);
        Assert.Contains("a été retirée", application.MaySubmit(Applicant, call, CallApplicant.Unknown, Now)!.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(120, 3000, true)]
    [InlineData(121, 3000, false)]
    [InlineData(120, 3001, false)]
    [InlineData(1, 30_000, false)]
    public void A_draft_holds_no_more_than_the_limits(int title, int text, bool fits)
    {
        foreach (var content in Variants(title, text))
        {
            Assert.Equal(fits ? null : "application-too-long", Application.MayBeSaved(content)?.Code);
            if (fits)
            {
                Draft(Empty).Edit(Applicant, content);
            }
            else
            {
                Broken("application-too-long", () => Draft(Empty).Edit(Applicant, content));
                Broken("application-too-long", () => Draft(content));
            }
        }
    }

    [Theory]
    [InlineData("", "p", "s", "u")]
    [InlineData("t", " ", "s", "u")]
    [InlineData("t", "p", "\n", "u")]
    [InlineData("t", "p", "s", "\t ")]
    [InlineData("t", "p", "s", "")]
    public void An_incomplete_application_is_not_submitted(string title, string problem, string solution, string users)
    {
        var application = Draft(Kept(title, problem, solution, users));
        Assert.Equal("application-incomplete", application.MaySubmit(Applicant, Call(), CallApplicant.Unknown, Now)?.Code);
        Broken("application-incomplete", () => application.Submit(Applicant, Call(), CallApplicant.Unknown, Now));
        Assert.Equal(ApplicationStatus.Draft, application.Status);
    }

    [Fact]
    public void Submission_is_the_applicants_and_happens_once_within_the_call()
    {
        var (application, call) = (Draft(Complete), Call());
        Assert.Equal("not-the-applicant", application.MaySubmit(Ids.Next(), call, CallApplicant.Unknown, Now)?.Code);
        Assert.Equal("call-closed", application.MaySubmit(Applicant, call, CallApplicant.Unknown, call.ClosesAt)?.Code);
        Assert.Equal("call-not-open", application.MaySubmit(Applicant, call, CallApplicant.Unknown, call.OpensAt.AddTicks(-1))?.Code);
        Assert.Null(application.MaySubmit(Applicant, call, CallApplicant.Unknown, Now));

        application.Submit(Applicant, call, CallApplicant.Unknown, Now);

        Assert.Equal((ApplicationStatus.Submitted, Now), (application.Status, application.SubmittedAt));
        Assert.Equal("application-already-submitted", application.MaySubmit(Applicant, call, CallApplicant.Unknown, Now)?.Code);
        Broken("application-already-submitted", () => application.Submit(Applicant, call, CallApplicant.Unknown, Now));
    }

    [Fact]
    public void An_application_is_withdrawn_until_it_is_decided()
    {
        foreach (var application in new[] { Draft(Complete), Submitted(), UnderScreening() })
        {
            Assert.Equal("not-the-applicant", application.MayWithdraw(Ids.Next())?.Code);
            application.Withdraw(Applicant);
            Assert.Equal(ApplicationStatus.Withdrawn, application.Status);
            Broken("application-not-withdrawable", () => application.Withdraw(Applicant));
        }

        var decided = UnderScreening();
        decided.Decide(retained: true, "Oui", Ids.Next(), Now);
        Broken("application-not-withdrawable", () => decided.Withdraw(Applicant));
    }

    [Fact]
    public void A_director_gives_one_opinion_while_the_application_is_under_screening()
    {
        var (application, director) = (UnderScreening(), Ids.Next());
        Assert.Equal("application-not-under-screening", Submitted().MayReceiveOpinion(director)?.Code);

        application.GiveOpinion(Ids.Next(), director, OpinionVerdict.Favourable, "", Now.AddHours(1));
        Broken("opinion-already-given", () => application.GiveOpinion(Ids.Next(), director, OpinionVerdict.Unfavourable, "", Now));
        application.GiveOpinion(Ids.Next(), Ids.Next(), OpinionVerdict.Unfavourable, new string('a', Opinion.CommentLength), Now);

        Assert.Equal([OpinionVerdict.Unfavourable, OpinionVerdict.Favourable], application.Opinions.Select(opinion => opinion.Verdict));
        Assert.Throws<ArgumentException>(() => application.GiveOpinion(Ids.Next(), Ids.Next(), OpinionVerdict.Favourable, new string('a', Opinion.CommentLength + 1), Now));
        application.Decide(retained: false, "Non", Ids.Next(), Now);
        Broken("application-not-under-screening", () => application.GiveOpinion(Ids.Next(), Ids.Next(), OpinionVerdict.Favourable, "", Now));
    }

    [Fact]
    public void Nobody_judges_their_own_application()
    {
        var application = UnderScreening();
        Assert.Equal("own-case", application.MayReceiveOpinion(Applicant)?.Code);
        Broken("own-case", () => application.GiveOpinion(Ids.Next(), Applicant, OpinionVerdict.Favourable, "", Now));
        Assert.Equal("own-case", application.MayReceiveOpinion(Ids.Next(), givenById: Applicant)?.Code);
        Assert.Equal("own-case", application.MayBeDecided(Applicant)?.Code);
        Broken("own-case", () => application.Decide(retained: true, "Oui", Applicant, Now));
        Broken("own-case", () => application.Decide(retained: false, "Non", Applicant, Now));
        Assert.Null(application.MayBeDecided(Ids.Next()));
    }

    [Theory]
    [InlineData(true, ApplicationStatus.Retained)]
    [InlineData(false, ApplicationStatus.NotRetained)]
    public void A_decision_is_reasoned_signed_and_final(bool retained, ApplicationStatus expected)
    {
        var (application, decider) = (UnderScreening(), Ids.Next());
        Assert.Throws<ArgumentException>(() => application.Decide(retained, " ", decider, Now));
        Assert.Throws<ArgumentException>(() => application.Decide(retained, new string('a', Application.ReasonLength + 1), decider, Now));

        application.Decide(retained, "Parce que", decider, Now);

        Assert.True(application.IsDecided);
        Assert.Equal((expected, "Parce que", decider, Now), (application.Status, application.DecisionReason, application.DecidedById, application.DecidedAt));
        Broken("application-already-decided", () => application.Decide(!retained, "Finalement", decider, Now));
    }

    [Theory]
    [InlineData(true, ApplicationStatus.Retained)]
    [InlineData(false, ApplicationStatus.NotRetained)]
    public void A_decision_of_a_jury_is_signed_by_who_recorded_it(bool retained, ApplicationStatus expected)
    {
        var (application, clerk) = (UnderScreening(), Ids.Next());
        Broken("application-not-under-screening", () => Submitted().DecideByJury(retained, "Parce que", clerk, Now));
        Assert.Throws<ArgumentException>(() => application.DecideByJury(retained, " ", clerk, Now));
        application.DecideByJury(retained, "Parce que", clerk, Now);
        Assert.Equal((expected, "Parce que", clerk, Now), (application.Status, application.DecisionReason, application.DecidedById, application.DecidedAt));
        Broken("application-already-decided", () => application.DecideByJury(retained, "Encore", clerk, Now));
    }

    [Fact]
    public void Only_an_application_under_screening_is_decided()
    {
        var withdrawn = UnderScreening();
        withdrawn.Withdraw(Applicant);
        foreach (var application in new[] { Draft(Complete), Submitted(), withdrawn })
        {
            Assert.False(application.IsDecided);
            Broken("application-not-under-screening", () => application.Decide(retained: true, "Oui", Ids.Next(), Now));
        }
    }

    [Fact]
    public void Screening_starts_from_a_submission_and_repeating_it_is_harmless()
    {
        var draft = Draft(Complete);
        draft.StartScreening();
        Assert.Equal(ApplicationStatus.Draft, draft.Status);
        var application = UnderScreening();
        application.StartScreening();
        Assert.Equal(ApplicationStatus.UnderScreening, application.Status);
    }

    private static IEnumerable<FormAnswers> Variants(int title, int text)
    {
        yield return Kept(new string('t', title), new string('p', text), "", "");
        yield return Kept(new string('t', title), "", new string('s', text), "");
        yield return Kept(new string('t', title), "", "", new string('u', text));
    }

    // As a program could hand them over, unread.
    private static FormAnswers Kept(string title, string problem, string solution, string users) => new(
        ApplicationForms.Default.Code,
        ApplicationForms.Default.Version,
        new(ApplicationForms.Title, new TextValue(title)),
        new(ApplicationForms.Problem, new TextValue(problem)),
        new(ApplicationForms.Solution, new TextValue(solution)),
        new(ApplicationForms.FirstUsers, new TextValue(users)));

    private static CallForApplications Call()
    {
        var call = CallForApplications.Draft(Ids.Next(), "appel", "Appel", "Thème", "…", Now.AddDays(-1), Now.AddDays(1), 3);
        call.Schedule();
        return call;
    }

    private static Application Draft(FormAnswers content) => Application.StartDraft(Ids.Next(), "C-2026-0001", Ids.Next(), Applicant, content, Now);

    private static Application Submitted()
    {
        var application = Draft(Complete);
        application.Submit(Applicant, Call(), CallApplicant.Unknown, Now);
        return application;
    }

    private static Application UnderScreening()
    {
        var application = Submitted();
        application.StartScreening();
        return application;
    }

    private static void Broken(string code, Action action) => Assert.Equal(code, Assert.Throws<BrokenRuleException>(action).Refusal.Code);
}
