using Fabrique.Domain.Time;
using Fabrique.Web.Platform.Simulation;

namespace Fabrique.SampleNoun.Features.Workshops;

public sealed class WorkshopSimulation : SubjectSimulation
{
    public override string SubjectCode => WorkshopSubject.SubjectCode;

    public override string Slug => "atelier";

    public override string Choice => "Un atelier";

    public override Guid Invent(SimulatedStage stage)
    {
        var workshop = Workshop.Plan(Guid.CreateVersion7(stage.Now), "Atelier simulé", ParisTime.DayOf(stage.Now.UtcDateTime).AddDays(10), SimulatedPeople.Applicant.Id);
        stage.Db.Add(workshop);
        return workshop.Id;
    }
}
