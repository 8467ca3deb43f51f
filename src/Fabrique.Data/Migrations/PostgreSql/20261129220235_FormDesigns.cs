using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class FormDesigns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "form_id",
                table: "calls",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "form_version_id",
                table: "applications",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "forms",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    draft = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_forms", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "form_versions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    design_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    form = table.Column<string>(type: "text", nullable: false),
                    published_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    published_by_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_form_versions", x => x.id);
                    table.ForeignKey(
                        name: "fk_form_versions_design_id",
                        column: x => x.design_id,
                        principalTable: "forms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_form_versions_published_by_id",
                        column: x => x.published_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_calls_form_id",
                table: "calls",
                column: "form_id");

            migrationBuilder.CreateIndex(
                name: "ix_applications_form_version_id",
                table: "applications",
                column: "form_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_form_versions_design_id_number",
                table: "form_versions",
                columns: new[] { "design_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_form_versions_published_by_id",
                table: "form_versions",
                column: "published_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_forms_code",
                table: "forms",
                column: "code",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_applications_form_version_id",
                table: "applications",
                column: "form_version_id",
                principalTable: "form_versions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_calls_form_id",
                table: "calls",
                column: "form_id",
                principalTable: "forms",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_applications_form_version_id",
                table: "applications");

            migrationBuilder.DropForeignKey(
                name: "fk_calls_form_id",
                table: "calls");

            migrationBuilder.DropTable(
                name: "form_versions");

            migrationBuilder.DropTable(
                name: "forms");

            migrationBuilder.DropIndex(
                name: "ix_calls_form_id",
                table: "calls");

            migrationBuilder.DropIndex(
                name: "ix_applications_form_version_id",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "form_id",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "form_version_id",
                table: "applications");
        }
    }
}
