using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Platform.Simulation;

namespace Fabrique.Web.Features.Panels;

/// <summary>An invented jury, with nobody in it yet, for a procedure that is simulated: three applications wait for it.</summary>
public sealed class PanelSimulation : SubjectSimulation
{
    private const int Items = 3;

    public override string SubjectCode => PanelSubject.SubjectCode;

    public override string Slug => "jury";

    public override string Choice => "Un jury";

    public override Guid Invent(SimulatedStage stage)
    {
        var (now, call) = (stage.Now.UtcDateTime, CallSimulation.Add(stage, opensInDays: -7));
        call.Open();
        for (var number = 1; number <= Items; number++)
        {
            var application = CallSimulation.Draft(stage, call, $"S-001{number}", $"Idée simulée nᵒ {number}");
            application.Submit(SimulatedPeople.Applicant.Id, call, CallApplicant.Unknown, now);
            application.StartScreening();
            application.Shortlist(Guid.CreateVersion7(stage.Now), shortlisted: true, "", SimulatedPeople.Team.Id, now);
            stage.Db.Applications.Add(application);
        }

        var panel = Panel.Constitute(
            Guid.CreateVersion7(stage.Now), PanelReader.JuryKind, "Jury simulé", new Subject(CallSubject.SubjectCode, call.Id), new QuorumRule(1, 2, CountsSubstitutes: true, RequiresChair: true), Majority.Simple, chairHasCastingVote: true);
        stage.Db.Panels.Add(panel);
        stage.Db.ScoringGrids.Add(ScoringGrid.Draft(Guid.CreateVersion7(stage.Now), panel.Id, [new CriterionDraft("interet", "L’intérêt de l’idée", "", 1, new Scale(0, 5, 1), RequiresComment: false)]));
        return panel.Id;
    }
}
