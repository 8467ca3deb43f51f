using Fabrique.Web.Features.Procedures.DeleteVersion;
using Fabrique.Web.Features.Procedures.MigrateInstances;
using Fabrique.Web.Features.Procedures.PublishProcedure;
using Fabrique.Web.Features.Procedures.RetractProcedure;
using Fabrique.Web.Features.Procedures.SendEvent;
using Fabrique.Web.Features.Procedures.ShowProcedure;
using Fabrique.Web.Features.Procedures.StopInstances;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;

namespace Fabrique.Web.Features.Procedures;

/// <summary>« Procédures »: what administrators do with their definitions.</summary>
public sealed class ProceduresModule : FabriqueModule
{
    public override string Code => "procedures";

    public override void Declare(ModuleBuilder module)
    {
        module.Administer(new AdministrationEntry("Procédures", ProcedureLinks.List, "Les dessiner, les vérifier, les publier, les faire évoluer.", 10));
        module.Services
            .AddScoped<AdministrationNotices, ProposedProcedures>()
            .AddScoped<AdoptShippedHandler>()
            .AddScoped<DeleteVersionHandler>()
            .AddSingleton<EventLinks>()
            .AddScoped<KeepOursHandler>()
            .AddScoped<MigrateInstancesHandler>()
            .AddScoped<ProcedureAudit>()
            .AddScoped<ProcedureReader>()
            .AddScoped<ProcedureReview>()
            .AddScoped<ProcedureTrial>()
            .AddScoped<PublishProcedureHandler>()
            .AddScoped<RetractProcedureHandler>()
            .AddScoped<StopInstancesHandler>()
            .AddScoped<RevertProcedureHandler>();
    }
}

/// <summary>Tells of the procedures for which an upgrade brought a version that nobody has decided on.</summary>
internal sealed class ProposedProcedures(ProcedureReader procedures) : AdministrationNotices
{
    public override int Order => 30;

    public override async Task<IReadOnlyList<AdministrationNotice>> ReadAsync(CancellationToken cancellationToken) =>
        [.. (await procedures.ListAsync(cancellationToken))
            .Where(procedure => procedure.Proposed is not null)
            .Select(procedure => new AdministrationNotice("info", "Une nouvelle version livrée avec le logiciel attend votre décision", procedure.Name, $"{ProcedureLinks.Show(procedure.DefinitionId)}#version-livree"))];
}
