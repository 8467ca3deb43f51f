using Fabrique.Web.Features.Calls;
using Fabrique.Web.Features.Forms.ChangeForm;
using Fabrique.Web.Features.Forms.PublishForm;
using Fabrique.Web.Features.Forms.StartForm;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Domain.Forms;

namespace Fabrique.Web.Features.Forms;

/// <summary>« Formulaires »: what the calls ask, made without code.</summary>
public sealed class FormsModule : FabriqueModule
{
    public override string Code => "formulaires";

    public override void Declare(ModuleBuilder module)
    {
        module.Keep(new PersonalData(
            "Les versions des formulaires",
            "Nom de la personne qui publie une version, date",
            "L’équipe de la Fabrique",
            "Savoir à quelles questions une candidature a répondu, et qui les a posées",
            "tant que le service fonctionne",
            FinalDisposition.Archiving).In<FormVersion>());
        module.Services
            .AddScoped<CallForms>()
            .AddScoped<CallManagementSection, FormOfCall>()
            .AddScoped<StartFormHandler>()
            .AddScoped<ChangeFormHandler>()
            .AddScoped<PublishFormHandler>();
    }
}
