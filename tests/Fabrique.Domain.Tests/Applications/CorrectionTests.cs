using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;

namespace Fabrique.Domain.Tests.Applications;

public sealed class CorrectionTests
{
    private static readonly DateTime Now = new(2026, 1, 12, 9, 0, 0, DateTimeKind.Utc);
    private static readonly Guid Applicant = Ids.Next();
    private static readonly Guid Team = Ids.Next();

    [Fact]
    public void Only_what_is_asked_for_is_taken_and_what_was_submitted_stays_readable()
    {
        var application = Asked();

        application.AnswerCorrections(Applicant, ApplicationForms.Fill("Autre titre", "Soixante services.", "Autre solution", "Autres"), Now.AddDays(1));

        Assert.Equal(ApplicationForms.Fill("Titre", "Soixante services.", "Solution", "Usagers"), application.Answers);
        Assert.Equal(ApplicationForms.Fill("Titre", "Problème", "Solution", "Usagers"), application.Correction!.Before);
        Assert.Equal((ApplicationStatus.UnderScreening, CorrectionRequestStatus.Answered), (application.Status, application.Correction.Status));
    }

    [Fact]
    public void An_answer_comes_in_time_and_says_something()
    {
        var application = Asked();
        var answers = ApplicationForms.Fill("Titre", "Soixante services.", "Solution", "Usagers");
        Assert.Null(application.MayAnswerCorrections(Applicant, answers, Now.AddDays(5)));
        Assert.Equal("corrections-unchanged", application.MayAnswerCorrections(Applicant, application.Answers, Now.AddDays(5))?.Code);
        Assert.Equal("corrections-late", application.MayAnswerCorrections(Applicant, application.Answers, Now.AddDays(5).AddSeconds(1))?.Code);
        Assert.Equal("not-the-applicant", application.MayAnswerCorrections(Team, application.Answers, Now)?.Code);
        Assert.NotNull(application.MayAnswerCorrections(Applicant, ApplicationForms.Fill("Titre", " ", "Solution", "Usagers"), Now));

        // What nobody asked about may well be empty in what is sent.
        Assert.Null(application.MayAnswerCorrections(Applicant, ApplicationForms.Fill("", "Soixante services.", "", ""), Now));
    }

    [Fact]
    public void More_time_is_given_forward_only_and_with_a_reason()
    {
        var application = Asked();
        Assert.Equal("own-case", application.MayGrantCorrectionTime(Applicant, Now.AddDays(9), "Congés.", Now)?.Code);
        Assert.Equal("grant-too-soon", application.MayGrantCorrectionTime(Team, Now.AddDays(5), "Congés.", Now)?.Code);
        Assert.Equal("grant-too-late", application.MayGrantCorrectionTime(Team, Now.AddYears(2), "Congés.", Now)?.Code);
        Assert.Equal("grant-unexplained", application.MayGrantCorrectionTime(Team, Now.AddDays(9), " ", Now)?.Code);
        application.GrantCorrectionTime(Team, Now.AddDays(9), "Congés.", Now);
        Assert.Equal("grant-too-soon", application.MayGrantCorrectionTime(Team, Now.AddDays(9), "Congés.", Now)?.Code);
        Assert.Null(application.MayGrantCorrectionTime(Team, Now.AddDays(9), "Congés d’été.", Now));
        Assert.Null(application.MayWriteCorrections(Applicant, Now.AddDays(8)));
        application.EndCorrections(Now.AddDays(9));
        Assert.Equal("corrections-not-awaited", application.MayGrantCorrectionTime(Team, Now.AddDays(20), "Congés.", Now)?.Code);
    }

    [Fact]
    public void What_was_begun_too_late_is_there_again_the_next_time()
    {
        var application = Asked();
        application.WriteCorrections(Applicant, ApplicationForms.Fill("", "Presque.", "", ""), Now);
        application.EndCorrections(Now.AddDays(6));
        Assert.Equal("Problème", application.Answers.Text(ApplicationForms.Problem));

        var next = application.PrepareCorrections(Ids.Next(), Team, "", [new CorrectionRemark(ApplicationForms.Problem, "Combien ?")], Now.AddDays(7));

        Assert.Equal((2, "Presque."), (next.Round, next.Draft!.Text(ApplicationForms.Problem)));
    }

    [Fact]
    public void What_is_asked_for_is_a_question_with_a_word_about_it()
    {
        var application = Screened();
        Assert.Equal("corrections-empty", application.MayRequestCorrections(Team, "Un mot.", [])?.Code);
        Assert.Equal("corrections-unknown", application.MayRequestCorrections(Team, "", [new CorrectionRemark("ailleurs", "Combien ?")])?.Code);
        Assert.Equal("corrections-too-long", application.MayRequestCorrections(Team, "", [new CorrectionRemark(ApplicationForms.Problem, new string('a', CorrectionRequest.RemarkLength + 1))])?.Code);
        Assert.Equal("own-case", application.MayRequestCorrections(Applicant, "", [new CorrectionRemark(ApplicationForms.Problem, "Combien ?")])?.Code);
        Assert.Equal("corrections-not-prepared", application.MaySendCorrections()?.Code);
    }

    [Fact]
    public void Silence_ends_with_the_reason_of_the_list_when_the_procedure_says_so()
    {
        var application = Asked();
        application.EndCorrections(Now.AddDays(6));
        var reason = InadmissibilityReason.Create(Ids.Next(), "Incomplet", "Le dossier est resté incomplet.", 1);
        application.FindUnanswered(Ids.Next(), reason, Now.AddDays(6));
        Assert.Equal((ApplicationStatus.Inadmissible, "Le dossier est resté incomplet.", (Guid?)Team), (application.Status, application.DecisionReason, application.DecidedById));
        Assert.Null(Assert.Single(application.Rulings).RuledById);
    }

    private static Application Screened()
    {
        var call = CallForApplications.Draft(Ids.Next(), "a", "A", "", "", Now.AddDays(-1), Now.AddDays(30), 1);
        call.Schedule();
        call.Open();
        var application = Application.StartDraft(Ids.Next(), "C-1", call.Id, Applicant, ApplicationForms.Fill("Titre", "Problème", "Solution", "Usagers"), Now);
        application.Submit(Applicant, call, CallApplicant.Unknown, Now);
        application.StartScreening();
        return application;
    }

    private static Application Asked()
    {
        var application = Screened();
        application.PrepareCorrections(Ids.Next(), Team, "", [new CorrectionRemark(ApplicationForms.Problem, "Combien ?")], Now);
        application.SendCorrections(Now, Now.AddDays(5));
        return application;
    }
}
