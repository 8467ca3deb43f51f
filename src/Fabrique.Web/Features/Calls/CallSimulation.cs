using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Time;
using Fabrique.Web.Platform.Simulation;

namespace Fabrique.Web.Features.Calls;

/// <summary>An invented call, for a procedure that is simulated.</summary>
public sealed class CallSimulation : SubjectSimulation
{
    private static readonly TimeOnly Opening = new(9, 0);
    private static readonly TimeOnly Closing = new(18, 0);

    public override string SubjectCode => CallSubject.SubjectCode;

    public override string Slug => "appel";

    public override string Choice => "Un appel à candidatures";

    public override Guid Invent(SimulatedStage stage) => Add(stage, opensInDays: 7).Id;

    /// <summary>A call of thirty days, with a draft in it that is not yet submitted when it closes.</summary>
    public static CallForApplications Add(SimulatedStage stage, int opensInDays)
    {
        var opening = ParisTime.DayOf(stage.Now.UtcDateTime).AddDays(opensInDays);
        var call = CallForApplications.Draft(
            Guid.CreateVersion7(stage.Now),
            "appel-simule",
            "Appel simulé",
            "Simulation",
            "Un appel inventé pour la simulation.",
            ParisTime.ToUtc(opening, Opening),
            ParisTime.ToUtc(opening.AddDays(30), Closing),
            places: 5);
        foreach (var director in SimulatedPeople.DirectorsOf(stage.Cast))
        {
            call.AddJuror(director.Id);
        }

        call.Schedule();
        stage.Db.Calls.Add(call);
        stage.Db.Applications.Add(Draft(stage, call, "S-0001", "Brouillon simulé – une idée pas encore déposée"));
        return call;
    }

    /// <summary>An invented application to a call.</summary>
    public static Application Draft(SimulatedStage stage, CallForApplications call, string reference, string title) => Application.StartDraft(
        Guid.CreateVersion7(stage.Now),
        reference,
        call.Id,
        SimulatedPeople.Applicant.Id,
        ApplicationForms.Fill(title, "Un problème inventé.", "Une solution inventée.", "Des usagers inventés."),
        stage.Now.UtcDateTime);
}
