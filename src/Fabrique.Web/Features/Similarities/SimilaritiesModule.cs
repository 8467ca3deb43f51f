using Fabrique.Domain.Similarity;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Similarities.Compare;
using Fabrique.Web.Features.Similarities.Redirect;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Modules;

namespace Fabrique.Web.Features.Similarities;

/// <summary>« Rapprochements » : ideas that are close to others, and to products that exist already.</summary>
public sealed class SimilaritiesModule : FabriqueModule
{
    public override string Code => "rapprochements";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Job<FindResemblances.FindResemblances>("resemblances", RecurringJobs.EveryMinute, 95, "Rapprocher les idées qui se ressemblent")
            .Keep(new PersonalData(
                "Les rapprochements entre idées",
                "Mots des candidatures déposées, sans leur ordre ; nom de la personne de l’équipe qui a dit si l’idée est la même, date",
                "Les personnes dont parlent les réponses, l’équipe de la Fabrique",
                "Repérer les idées déjà proposées et les produits qui y répondent",
                "tant que la candidature est conservée",
                FinalDisposition.Destruction).In<Resemblance>().In<SimilarityDocument>());
        foreach (var tag in RedirectFacts.Tags)
        {
            module.Tag(tag);
        }

        module.Services
            .AddScoped<ReviewSection, CloseProducts>()
            .AddScoped<ResemblanceReader>()
            .AddScoped<JudgeResemblanceHandler>()
            .AddScoped<RedirectApplicationHandler>();
    }
}
