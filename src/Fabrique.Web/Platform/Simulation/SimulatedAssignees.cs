using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Tasks;

namespace Fabrique.Web.Platform.Simulation;

/// <summary>In a simulation, whoever a drawing names by their address exists: nobody of the real directory is looked up.</summary>
internal sealed class SimulatedAssignees(FabriqueDbContext db, SubjectTypes subjects, TimeProvider clock) : TaskAssignees(db, subjects)
{
    private readonly FabriqueDbContext db = db;

    protected override Task<StaffMember?> FindUnknownAsync(string address)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var person = StaffMember.Register(id, id.ToString("D"), address, address, "Un service", [AppRoles.Agent], now.UtcDateTime);
        db.StaffMembers.Add(person);
        return Task.FromResult<StaffMember?>(person);
    }
}
