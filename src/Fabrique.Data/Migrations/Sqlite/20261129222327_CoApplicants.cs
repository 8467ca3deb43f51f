using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CoApplicants : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "application_revisions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    written_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    begun_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    written_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    answers = table.Column<string>(type: "TEXT", nullable: false),
                    form_version_id = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_application_revisions", x => x.id);
                    table.ForeignKey(
                        name: "fk_application_revisions_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_application_revisions_form_version_id",
                        column: x => x.form_version_id,
                        principalTable: "form_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_application_revisions_written_by_id",
                        column: x => x.written_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "co_applicant",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    right = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    invited_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    invited_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    accepted_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_co_applicant", x => x.id);
                    table.CheckConstraint("ck_co_applicant_accepted", "accepted_at is null or person_id is not null");
                    table.CheckConstraint("ck_co_applicant_email_length", "length(email) <= 254");
                    table.CheckConstraint("ck_co_applicant_right", "right in ('Read', 'Write', 'Submit')");
                    table.ForeignKey(
                        name: "fk_co_applicant_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_co_applicant_invited_by_id",
                        column: x => x.invited_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_co_applicant_person_id",
                        column: x => x.person_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_application_revisions_application_id_number",
                table: "application_revisions",
                columns: new[] { "application_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_application_revisions_form_version_id",
                table: "application_revisions",
                column: "form_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_application_revisions_written_by_id",
                table: "application_revisions",
                column: "written_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_co_applicant_application_id_email",
                table: "co_applicant",
                columns: new[] { "application_id", "email" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_co_applicant_email",
                table: "co_applicant",
                column: "email");

            migrationBuilder.CreateIndex(
                name: "ix_co_applicant_invited_by_id",
                table: "co_applicant",
                column: "invited_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_co_applicant_person_id",
                table: "co_applicant",
                column: "person_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "application_revisions");

            migrationBuilder.DropTable(
                name: "co_applicant");
        }
    }
}
