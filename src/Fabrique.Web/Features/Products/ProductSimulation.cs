using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Domain.Products;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Platform.Simulation;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Products;

/// <summary>An invented product, or the copy of one that exists, for a procedure that is simulated.</summary>
public sealed class ProductSimulation : SubjectSimulation
{
    public override string SubjectCode => ProductSubject.SubjectCode;

    public override string Slug => "produit";

    public override string Choice => "Un produit";

    public override bool HasFiles => true;

    public override Guid Invent(SimulatedStage stage) => Launch(stage, Guid.CreateVersion7(stage.Now), "produit-simule", "Produit simulé", "Un produit inventé pour la simulation");

    public override async Task<IReadOnlyList<ExistingSubject>> ListAsync(FabriqueDbContext db, int most, CancellationToken cancellationToken) => await db.Products
        .OrderByDescending(product => product.PhaseSince)
        .ThenBy(product => product.Ghid)
        .Take(most)
        .Select(product => new ExistingSubject(product.Ghid, product.Name, product.Name))
        .ToListAsync(cancellationToken);

    public override async Task<SimulatedFile?> FindAsync(FabriqueDbContext db, string reference, CancellationToken cancellationToken)
    {
        if (await db.Products.Include(product => product.Missions).SingleOrDefaultAsync(product => product.Ghid == reference, cancellationToken) is not { } product)
        {
            return null;
        }

        // A product that is over has no holder any more: whoever carried it last is the one to name.
        var carrier = product.Holder(MissionRole.Intrapreneur) ?? product.Missions.Where(mission => mission.Role == MissionRole.Intrapreneur).MaxBy(mission => mission.StartsOn)?.StaffMemberId;
        Guid[] ids = [.. new[] { carrier, product.Holder(MissionRole.Coach), product.Holder(MissionRole.Developer) }.OfType<Guid>()];
        var people = await db.StaffMembers.Where(person => ids.Contains(person.Id)).ToDictionaryAsync(person => person.Id, cancellationToken);
        return carrier is null ? null : new ProductFile(product, people[carrier.Value]) { Coach = Holder(MissionRole.Coach), Developer = Holder(MissionRole.Developer) };

        StaffMember? Holder(MissionRole role) => product.Holder(role) is { } id ? people.GetValueOrDefault(id) : null;
    }

    private static Guid Launch(SimulatedStage stage, Guid id, string ghid, string name, string pitch)
    {
        var product = Product.Launch(id, ghid, name, pitch, applicationId: null, SimulatedPeople.Applicant.Id, Guid.CreateVersion7(stage.Now), ParisTime.DayOf(stage.Now.UtcDateTime));
        stage.Db.Products.Add(product);
        return product.Id;
    }

    private sealed record ProductFile(Product Original, StaffMember Carrier) : SimulatedFile(Original.Ghid, Original.Name, Carrier)
    {
        public override string Sentence => $"À partir de ce produit, «\u00a0{Title}\u00a0», porté par {Carrier.FullName} ({Carrier.Unit}).";

        public override Guid CopyTo(SimulatedStage stage) => Launch(stage, Original.Id, Original.Ghid, Original.Name, Original.Pitch);
    }
}
