using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Domain.People;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Platform.Simulation;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications;

/// <summary>An invented application, or the copy of one that exists, for a procedure that is simulated.</summary>
public sealed class ApplicationSimulation : SubjectSimulation
{
    public override string SubjectCode => ApplicationSubject.SubjectCode;

    public override string Slug => "candidature";

    public override string Choice => "Une candidature";

    public override bool HasFiles => true;

    public override Guid Invent(SimulatedStage stage)
    {
        var call = CallSimulation.Add(stage, opensInDays: -7);
        call.Open();
        var application = CallSimulation.Draft(stage, call, "S-0002", "Idée simulée – un service à inventer");
        return Submit(stage, application, call, stage.Now.UtcDateTime);
    }

    private static Guid Submit(SimulatedStage stage, Application application, CallForApplications call, DateTime submittedAt)
    {
        application.NameManager(SimulatedPeople.Applicant.Id, stage.Db.StaffMembers.Local.Single(person => person.Id == SimulatedPeople.Manager.Id));
        application.Submit(SimulatedPeople.Applicant.Id, call, CallApplicant.Unknown, submittedAt);
        stage.Db.Applications.Add(application);
        return application.Id;
    }

    public override async Task<IReadOnlyDictionary<string, object?>> InputAsync(FabriqueDbContext db, Guid id, CancellationToken cancellationToken) =>
        ApplicationSubject.InputOf(await db.Applications.SingleAsync(application => application.Id == id, cancellationToken));

    public override async Task<IReadOnlyList<ExistingSubject>> ListAsync(FabriqueDbContext db, int most, CancellationToken cancellationToken) => await db.Applications
        .Where(application => application.Status != ApplicationStatus.Draft && application.SubmittedAt != null)
        .OrderByDescending(application => application.SubmittedAt)
        .ThenBy(application => application.Reference)
        .Take(most)
        .Select(application => new ExistingSubject(application.Reference, application.Title, application.Reference + " – " + application.Title))
        .ToListAsync(cancellationToken);

    public override async Task<SimulatedFile?> FindAsync(FabriqueDbContext db, string reference, CancellationToken cancellationToken)
    {
        if (await db.Applications.SingleOrDefaultAsync(application => application.Reference == reference && application.Status != ApplicationStatus.Draft, cancellationToken)
            is not { SubmittedAt: not null, IsComplete: true } application)
        {
            return null;
        }

        var call = await db.Calls.Include(call => call.Jurors).AsSingleQuery().SingleAsync(call => call.Id == application.CallId, cancellationToken);
        Guid[] directors = [.. call.Jurors.Select(juror => juror.StaffMemberId)];
        var people = await db.StaffMembers
            .Where(person => person.Id == application.ApplicantId || person.Id == application.ManagerId || directors.Contains(person.Id)
                || db.StaffMembers.Any(applicant => applicant.Id == application.ApplicantId && applicant.ManagerId == person.Id))
            .ToDictionaryAsync(person => person.Id, cancellationToken);
        var managerId = application.ManagerId ?? people[application.ApplicantId].ManagerId;
        return new ApplicationFile(application, call, people[application.ApplicantId]) { Manager = managerId is { } id ? people[id] : null, Directors = [.. directors.Where(people.ContainsKey).Select(id => people[id])] };
    }

    private sealed record ApplicationFile(Application Original, CallForApplications OriginalCall, StaffMember Carrier) : SimulatedFile(Original.Reference, Original.Title, Carrier)
    {
        public override string Label => $"{Original.Reference} – {Original.Title}";

        public override string Sentence => $"À partir de la candidature {Original.Reference}, «\u00a0{Title}\u00a0», portée par {Carrier.FullName} ({Carrier.Unit}).";

        /// <summary>The application as it was submitted: neither what was said of it since nor what was decided comes along.</summary>
        public override Guid CopyTo(SimulatedStage stage)
        {
            var call = CallForApplications.Draft(
                OriginalCall.Id, OriginalCall.Slug, OriginalCall.Title, OriginalCall.Theme, OriginalCall.Presentation, OriginalCall.OpensAt, OriginalCall.ClosesAt, OriginalCall.Places);
            foreach (var director in SimulatedPeople.DirectorsOf(stage.Cast))
            {
                call.AddJuror(director.Id);
            }

            call.Schedule();
            call.Open();
            if (stage.Now.UtcDateTime >= call.ClosesAt)
            {
                call.Close();
            }

            stage.Db.Calls.Add(call);
            var form = Original.FormVersion is { } version ? FormDesign.Of(version, Original.CreatedAt) : null;
            if (form is not null)
            {
                stage.Db.Forms.Add(form);
            }

            var application = Application.StartDraft(Original.Id, Original.Reference, call.Id, SimulatedPeople.Applicant.Id, Original.Answers, Original.CreatedAt, form?.InForce);

            // The dates of a call may have been moved after the application came in.
            var submittedAt = Original.SubmittedAt is { } instant && call.MayReceive(CallApplicant.Unknown, instant) is null ? instant : call.OpensAt;
            return Submit(stage, application, call, submittedAt);
        }
    }
}
