using Fabrique.Domain;
using Fabrique.Domain.Products;
using Fabrique.Domain.Time;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Products.LaunchProduct;

/// <summary>Makes a product of a retained application; the applicant becomes its intrapreneur. An application gives one product, however often it is asked.</summary>
[About(ApplicationSubject.SubjectCode)]
[Activity("Fabrique.LaunchProduct", DisplayName = "Créer le produit", Category = ProductsModule.Category, Description = "La candidature retenue devient un produit, la personne qui la porte son intrapreneur.")]
[Output("ProductCorrelationId", typeof(string), DisplayName = "Identifiant de corrélation du produit", Description = "À donner à la procédure d’incubation que l’on lance.")]
public sealed class LaunchProduct : Activity
{
    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var applicationId = context.SubjectId(ApplicationSubject.SubjectCode);
        var db = context.Db();
        var product = await db.Products.SingleOrDefaultAsync(product => product.ApplicationId == applicationId, context.CancellationToken);
        if (product is null)
        {
            var application = await db.Applications.SingleAsync(application => application.Id == applicationId, context.CancellationToken);
            var now = context.Clock.GetUtcNow();
            var taken = await db.Products.Select(product => product.Ghid).ToListAsync(context.CancellationToken);
            product = Product.Launch(
                Guid.CreateVersion7(now),
                Ghid.FromTitle(application.Title, taken),
                Ghid.NameFromTitle(application.Title),
                Ghid.PitchFromTitle(application.Title),
                applicationId,
                application.ApplicantId,
                Guid.CreateVersion7(now),
                ParisTime.DayOf(now.UtcDateTime));
            db.Products.Add(product);
            db.TimelineEntries.Add(TimelineEntry.Write(
                Guid.CreateVersion7(now),
                new Subject(ProductSubject.SubjectCode, product.Id),
                now.UtcDateTime,
                actorId: null,
                $"Le produit est créé à partir de la candidature {application.Reference}."));
        }

        context.SetOutput("ProductCorrelationId", new Subject(ProductSubject.SubjectCode, product.Id).ToCorrelationId());
        context.Complete();
    }
}
